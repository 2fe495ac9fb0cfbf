import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Need, Service, ServiceResponse } from '../service.ts';
import { vectorIndexArn } from '../template/names.ts';
import { actions } from './actions.ts';
import type { IndexSpec, Vector, VectorIndex } from './vector-index.ts';
import { invalid, VectorsError } from './vectors-error.ts';

/** What the wire side needs of the account. */
export interface VectorsAccount {
  readonly specs: ReadonlyMap<string, IndexSpec>;
  index(arn: string): VectorIndex;
  put(spec: IndexSpec, vectors: readonly Vector[]): Promise<void>;
  remove(spec: IndexSpec, keys: readonly string[]): Promise<void>;
}

const Addressed = v.object({
  indexArn: v.optional(v.string()),
  vectorBucketName: v.optional(v.string()),
  indexName: v.optional(v.string()),
});

/** S3 Vectors' REST protocol: an operation's name is its path, everything else JSON in the body. */
export function createVectorsService(account: VectorsAccount): Service {
  return {
    needs({ path, body }) {
      const name = path.slice(1);
      const parameters = parse(body);
      const arn = arnIn(parameters);
      return arn === undefined ? undefined : needsOf(name, arn, parameters);
    },
    async handle({ path, body }) {
      try {
        const action = actions[path.slice(1)];
        if (!action) throw invalid(`The operation ${path.slice(1)} does not run here.`);
        const parameters = parse(body);
        const arn = arnIn(parameters);
        if (arn === undefined) throw invalid('Name an index: indexArn, or both names.');
        const spec = account.specs.get(arn);
        if (!spec) throw new VectorsError('NotFoundException', `There is no index ${arn}.`, 404);
        return answer(200, await action(account, spec, parameters));
      } catch (error) {
        return refusal(error);
      }
    },
    denied: (message) => refusal(new VectorsError('AccessDeniedException', message, 403)),
  };
}

/** What is no JSON object names nothing. */
function parse(body: Buffer): object {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function arnIn(parameters: object): string | undefined {
  const { success, output } = v.safeParse(Addressed, parameters);
  if (!success) return undefined;
  if (output.indexArn !== undefined) return output.indexArn;
  const { vectorBucketName, indexName } = output;
  return vectorBucketName && indexName ? vectorIndexArn(vectorBucketName, indexName) : undefined;
}

/** Who searches by metadata, or is shown it, has to be allowed to read it. */
function needsOf(name: string, resource: string, parameters: object): readonly Need[] {
  const need = (operation: string): Need => ({ action: `s3vectors:${operation}`, resource });
  const shows = (['filter', 'returnMetadata', 'returnData'] as const).some(
    (member) => member in parameters && Reflect.get(parameters, member) !== false,
  );
  const reads = shows && (name === 'QueryVectors' || name === 'ListVectors');
  return reads ? [need(name), need('GetVectors')] : [need(name)];
}

const answer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body: JSON.stringify(value),
});

function refusal(error: unknown): ServiceResponse {
  if (error instanceof VectorsError) {
    const { status, code, message } = error;
    return answer(status, { message }, { 'x-amzn-errortype': code });
  }
  const message = error instanceof Error ? error.message : String(error);
  return answer(500, { message }, { 'x-amzn-errortype': 'InternalServerException' });
}
