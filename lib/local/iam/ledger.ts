import type { Need } from '../service.ts';
import { evaluate } from './evaluate.ts';
import { arnLike, like, wildcards } from './pattern.ts';
import type { Context, Statement } from './policy.ts';

/** One action on one resource (or pattern) that a role was given. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** A call that was turned away. */
export interface Denial {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly times: number;
}

/** A role of the template by the name it has there, with everything its policies say. */
export interface Role {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** The template's policies, and a book of how they were used: what was granted and never needed, what was needed and not granted. */
export interface Iam {
  /** Decides, and books the decision. `as` names the caller in the book of denials. */
  allows(role: string, need: Need, as: string, context?: Context): boolean;
  /** Books a use where the role has the grant; its absence is no denial. */
  uses(role: string, need: Need): void;
  /** Books a denial that was decided elsewhere. */
  turnedAway(caller: string, need: Need): void;
  unused(): readonly Grant[];
  denied(): readonly Denial[];
}

/** What every request carries on AWS: that it came encrypted. */
const ENCRYPTED: readonly [string, readonly string[]] = ['aws:securetransport', ['true']];

/** Opens the book for these roles. */
export function openIam(roles: readonly Role[]): Iam {
  const byName = new Map(roles.map((role) => [role.name, role]));
  const grants = new Map(roles.flatMap(grantsOf).map((grant) => [grantKey(grant), grant]));
  const exercised = new Set<string>();
  const denials = new Map<string, Denial>();

  const turnedAway = (caller: string, { action, resource }: Need): void => {
    const key = `${caller}\n${action}\n${resource}`;
    const times = (denials.get(key)?.times ?? 0) + 1;
    denials.set(key, { caller, action, resource, times });
  };
  const decide = (role: string, need: Need, context: Context = new Map()): boolean => {
    const request = { ...need, context: new Map([ENCRYPTED, ...context]) };
    const verdict = evaluate(byName.get(role)?.statements ?? [], request);
    if (verdict.allowed) {
      const used = narrowest(verdict.by.flatMap((statement) => matching(role, statement, need)));
      if (used) exercised.add(grantKey(used));
    }
    return verdict.allowed;
  };
  return {
    allows(role, need, as, context) {
      const allowed = decide(role, need, context);
      if (!allowed) turnedAway(as, need);
      return allowed;
    },
    uses(role, need) {
      decide(role, need);
    },
    turnedAway,
    unused: () => [...grants].filter(([key]) => !exercised.has(key)).map(([, grant]) => grant),
    denied: () => [...denials.values()],
  };
}

const grantKey = ({ role, action, resource }: Grant): string => `${role}\n${action}\n${resource}`;

function grantsOf({ name, statements }: Role): readonly Grant[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => pairs(name, statement));
}

function pairs(role: string, { actions, resources }: Statement): readonly Grant[] {
  const shown = (of: readonly string[], not: boolean) => (not ? [`not ${of.join(' ')}`] : of);
  return shown(actions.of, actions.not).flatMap((action) =>
    shown(resources.of, resources.not).map((resource) => ({ role, action, resource })),
  );
}

/** The pairs of a statement that cover a need; those with NotAction or NotResource always do. */
function matching(role: string, statement: Statement, need: Need): readonly Grant[] {
  return pairs(role, statement).filter(
    ({ action, resource }) =>
      (statement.actions.not || like(action, need.action, { ignoreCase: true })) &&
      (statement.resources.not || arnLike(resource, need.resource)),
  );
}

/** A call counts for the grant that leaves least open, so that a wide one beside a narrow one shows up as unused. */
function narrowest(grants: readonly Grant[]): Grant | undefined {
  const openness = ({ action, resource }: Grant) => wildcards(action) + wildcards(resource);
  return grants.toSorted((a, b) => openness(a) - openness(b))[0];
}
