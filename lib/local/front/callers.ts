import type { Iam } from '../iam/ledger.ts';
import { ACCOUNT, type Need, type ServiceRequest } from '../service.ts';

/** The access key id of whoever runs this laptop: may do everything. */
export const OPERATOR_KEY_ID = 'offstone-operator';

/** The access key id of a function; no secret, for nothing here can be reached from elsewhere. */
export const functionKeyId = (functionName: string): string => `offstone-fn-${functionName}`;

/** Who sent a request: the operator, or a function with its role. */
export interface Caller {
  readonly name: string;
  /** Absent for the operator. */
  readonly role: string | undefined;
}

/** Finds a caller by the access key id of a request. */
export class Callers {
  readonly #byKeyId = new Map<string, Caller>([
    [OPERATOR_KEY_ID, { name: 'operator', role: undefined }],
  ]);

  addFunction(functionName: string, role: string): void {
    this.#byKeyId.set(functionKeyId(functionName), { name: functionName, role });
  }

  find(keyId: string | undefined): Caller | undefined {
    return keyId === undefined ? undefined : this.#byKeyId.get(keyId);
  }
}

/** The access key id a request was signed with: in its Authorization header, or in the query of a presigned address. */
export function keyIdOf(request: ServiceRequest): string | undefined {
  const credential =
    /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1] ??
    request.query.get('X-Amz-Credential')?.split('/', 1)[0];
  return credential;
}

/** The first permission that a caller lacks, in the words of AWS, or nothing when it may go on. Books every decision. */
export function refusalFor(caller: Caller, needs: readonly Need[], iam: Iam): string | undefined {
  const { role, name } = caller;
  if (role === undefined) return undefined;
  const missing = needs.filter((need) => !iam.allows(role, need, name))[0];
  if (!missing) return undefined;
  const who = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
  return `User: ${who} is not authorized to perform: ${missing.action} on resource: ${missing.resource} because no identity-based policy allows the ${missing.action} action`;
}
