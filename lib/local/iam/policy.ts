import * as v from 'valibot';

/** Condition keys in lower case, as IAM compares them, with the request's values. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Operator → condition key → the policy's values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: { readonly of: readonly string[]; readonly not: boolean };
  /** A trust or resource policy may leave its resources out: then all. */
  readonly resources: { readonly of: readonly string[]; readonly not: boolean };
  readonly conditions: Conditions;
  /** Service principals and `*`; empty in identity policies. */
  readonly principals: readonly string[];
}

const Texts = v.pipe(
  v.union([
    v.union([v.string(), v.number(), v.boolean()]),
    v.array(v.union([v.string(), v.number(), v.boolean()])),
  ]),
  v.transform((value) => (Array.isArray(value) ? value : [value]).map(String)),
);

const RawStatement = v.object({
  Effect: v.picklist(['Allow', 'Deny']),
  Action: v.optional(Texts),
  NotAction: v.optional(Texts),
  Resource: v.optional(Texts),
  NotResource: v.optional(Texts),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), Texts)), {}),
  Principal: v.optional(v.union([v.literal('*'), v.record(v.string(), Texts)])),
});

/** A policy document of a template, its references already worked out. */
export const PolicyDocument = v.pipe(
  v.object({ Statement: v.union([v.array(RawStatement), RawStatement]) }),
  v.transform(({ Statement }) => [Statement].flat().map(statement)),
);

function statement(raw: v.InferOutput<typeof RawStatement>): Statement {
  const { Principal } = raw;
  return {
    effect: raw.Effect,
    actions: { of: raw.Action ?? raw.NotAction ?? [], not: raw.Action === undefined },
    resources: {
      of: raw.Resource ?? raw.NotResource ?? [],
      not: raw.Resource === undefined,
    },
    conditions: raw.Condition,
    principals:
      Principal === undefined ? [] : Principal === '*' ? ['*'] : Object.values(Principal).flat(),
  };
}
