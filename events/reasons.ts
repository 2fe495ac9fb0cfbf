import type * as v from 'valibot';

/** One thing that is wrong with an event: where, as in `byline[0].name`, and what to send instead. */
export interface Reason {
  readonly path: string;
  readonly message: string;
}

/** The path of a reason that concerns the whole detail. */
export const WHOLE = 'detail';

/** So many are told; an event with a million mistakes must not become an outcome that no bus takes. */
export const REASONS_MAX = 50;

/** Keys are the sender's own and may be of any length. */
const KEY_MAX = 80;

/** `['byline', 0, 'name']` as `byline[0].name`. */
export function pathText(keys: readonly (string | number)[]): string {
  const text = keys.map(stepText).join('').replace(/^\./, '');
  return text === '' ? WHOLE : text;
}

function stepText(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_$][\w$-]*$/.test(key) && key.length <= KEY_MAX
    ? `.${key}`
    : `[${JSON.stringify(key.toWellFormed().slice(0, KEY_MAX))}]`;
}

/** A schema's issue as a reason in plain words. */
export function reasonOf(issue: v.BaseIssue<unknown>): Reason {
  const keys = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return { path: pathText(keys), message: messageOf(issue) };
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'schema') return shapeMessage(issue);
  const size = sizeOf(issue.input);
  switch (issue.type) {
    case 'max_length':
      return typeof issue.input === 'string'
        ? `must be at most ${grouped(issue.requirement)} characters, has ${grouped(size)}`
        : `must have at most ${grouped(issue.requirement)} entries, has ${grouped(size)}`;
    case 'min_length':
      return typeof issue.input === 'string'
        ? `must have at least ${grouped(issue.requirement)} character`
        : `must have at least ${grouped(issue.requirement)} entry`;
    case 'integer':
      return 'must be a whole number';
    case 'min_value':
      return `must be at least ${grouped(issue.requirement)}`;
    case 'max_value':
      return `must be at most ${grouped(issue.requirement)}`;
    default:
      return issue.message;
  }
}

function shapeMessage(issue: v.BaseIssue<unknown>): string {
  if (issue.path?.at(-1)?.origin === 'key' && issue.received === 'undefined') return 'is missing';
  const sent = kindOf(issue.input);
  switch (issue.type) {
    case 'string':
      return `must be text, is ${sent}`;
    case 'number':
      return `must be a number, is ${sent}`;
    case 'boolean':
      return `must be true or false, is ${sent}`;
    case 'array':
      return `must be a list, is ${sent}`;
    case 'strict_object':
    case 'loose_object':
      return `must be an object, is ${sent}`;
    default:
      return issue.message;
  }
}

/** What a JSON value is, in a sender's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return 'text';
    case 'number':
      return Number.isFinite(value) ? 'a number' : 'no finite number';
    case 'boolean':
      return 'true or false';
    default:
      return 'an object';
  }
}

const sizeOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : 0;

const grouped = (value: unknown): string =>
  typeof value === 'number' ? value.toLocaleString('en') : String(value);
