import fc from 'fast-check';

/** A small world, so that histories meet the same articles again and again. */
export interface Cell {
  readonly pk: string;
  readonly sk: string;
}

export type Guard = 'none' | 'absent' | 'present' | { readonly v: number };
export type Step =
  | { readonly kind: 'put'; readonly cell: Cell; readonly v: number; readonly guard: Guard }
  | { readonly kind: 'add'; readonly cell: Cell; readonly v: number; readonly guard: Guard }
  | { readonly kind: 'delete'; readonly cell: Cell; readonly guard: Guard }
  | { readonly kind: 'check'; readonly cell: Cell; readonly guard: Guard };

/** One call: a single write, a transaction, or a batch. */
export type Call = {
  readonly how: 'single' | 'transaction' | 'batch';
  readonly steps: readonly Step[];
};

const cell = fc.record({
  pk: fc.constantFrom('harbour', 'storm', 'ferry'),
  sk: fc.constantFrom('HEAD', 'R#1', 'R#2', '\u{1f4f0}', '\uff01'),
});
const v = fc.integer({ min: 0, max: 3 });
const guard: fc.Arbitrary<Guard> = fc.oneof(
  fc.constantFrom<Guard>('none', 'none', 'absent', 'present'),
  fc.record({ v }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), cell, v, guard }),
  fc.record({ kind: fc.constant('add' as const), cell, v, guard }),
  fc.record({ kind: fc.constant('delete' as const), cell, guard }),
);
const check = fc.record({ kind: fc.constant('check' as const), cell, guard });
const apart = (one: Step) => `${one.cell.pk}/${one.cell.sk}`;
const unguarded = step
  .filter((one) => one.kind !== 'add')
  .map((one) => ({ ...one, guard: 'none' as const }));

export const callOf: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ how: fc.constant('single' as const), steps: fc.tuple(step) }),
  fc.record({
    how: fc.constant('transaction' as const),
    steps: fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: step }, check), {
      ...{ selector: apart, minLength: 1, maxLength: 5 },
    }),
  }),
  fc.record({
    how: fc.constant('batch' as const),
    steps: fc.uniqueArray(unguarded, { selector: apart, minLength: 1, maxLength: 5 }),
  }),
);

/** The plainest table there can be: what the engine is checked against. */
export class Oracle {
  readonly items = new Map<string, number>();

  /** Does the call; says which steps' guards failed. Nothing is done when any did. */
  perform({ steps }: Call): readonly boolean[] {
    const failed = steps.map((one) => !this.#holds(one));
    if (!failed.includes(true)) for (const one of steps) this.#apply(one);
    return failed;
  }

  /** The sort keys of a partition in the order of their bytes. */
  partition(pk: string): string[] {
    return [...this.items.keys()]
      .filter((key) => key.startsWith(`${pk}/`))
      .map((key) => key.slice(pk.length + 1))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #holds(one: Step): boolean {
    const before = this.items.get(apart(one));
    if (one.guard === 'none') return true;
    if (one.guard === 'absent') return before === undefined;
    return one.guard === 'present' ? before !== undefined : before === one.guard.v;
  }

  #apply(one: Step): void {
    const key = apart(one);
    if (one.kind === 'put') this.items.set(key, one.v);
    if (one.kind === 'add') this.items.set(key, (this.items.get(key) ?? 0) + one.v);
    if (one.kind === 'delete') this.items.delete(key);
  }
}

/** The request that a call is on the wire. */
export function requestOf(call: Call): { readonly operation: string; readonly input: object } {
  const [first] = call.steps;
  if (call.how === 'single' && first) {
    const [operation, input] = Object.entries(actionOf(first))[0] ?? [];
    return { operation: `${operation}Item`, input: input ?? {} };
  }
  if (call.how === 'transaction') {
    return { operation: 'TransactWriteItems', input: { TransactItems: call.steps.map(actionOf) } };
  }
  const requests = call.steps.map((one) =>
    one.kind === 'put'
      ? { PutRequest: { Item: { ...keyOf(one), v: { N: String(one.v) } } } }
      : { DeleteRequest: { Key: keyOf(one) } },
  );
  return { operation: 'BatchWriteItem', input: { RequestItems: { articles: requests } } };
}

const keyOf = ({ cell: { pk, sk } }: Step) => ({ pk: { S: pk }, sk: { S: sk } });

function actionOf(one: Step): object {
  const base = { TableName: 'articles', ...guardOf(one) };
  switch (one.kind) {
    case 'put':
      return { Put: { ...base, Item: { ...keyOf(one), v: { N: String(one.v) } } } };
    case 'delete':
      return { Delete: { ...base, Key: keyOf(one) } };
    case 'check':
      return {
        ConditionCheck: {
          ConditionExpression: 'attribute_exists(pk) OR attribute_not_exists(pk)',
          ...base,
          Key: keyOf(one),
        },
      };
    case 'add': {
      const values = { ...base.ExpressionAttributeValues, ':add': { N: String(one.v) } };
      return {
        Update: {
          ...base,
          ...{ Key: keyOf(one), UpdateExpression: 'ADD v :add', ExpressionAttributeValues: values },
        },
      };
    }
  }
}

function guardOf({ guard: wanted }: Step): {
  ConditionExpression?: string;
  ExpressionAttributeValues?: object;
} {
  if (wanted === 'none') return {};
  if (wanted === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  if (wanted === 'present') return { ConditionExpression: 'attribute_exists(pk)' };
  return {
    ConditionExpression: 'v = :v',
    ExpressionAttributeValues: { ':v': { N: String(wanted.v) } },
  };
}
