import { DynamoError, invalid } from '../errors.ts';
import type { Condition } from '../expression/condition.ts';
import { ConditionParser } from '../expression/parse-condition.ts';
import { parseSetValue } from '../expression/parse-update.ts';
import { type Path, refuseClashes } from '../expression/path.ts';
import { TokenReader } from '../expression/reader.ts';
import { NO_UPDATE, targetsOf, type Update } from '../expression/update.ts';
import type { Input } from '../request.ts';
import { type Item, setMembers } from '../value.ts';
import { statementTokens } from './lexer.ts';

type Returning = 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'NONE';

/** A parsed PartiQL statement. */
export type Statement =
  | { readonly kind: 'insert'; readonly table: string; readonly item: Item }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly update: Update;
      readonly where: Condition;
      readonly returning: Returning;
    }
  | {
      readonly kind: 'delete';
      readonly table: string;
      readonly where: Condition;
      readonly returning: Returning;
    }
  | {
      readonly kind: 'select';
      readonly table: string;
      readonly paths: readonly Path[] | undefined;
      readonly where: Condition;
    };

/** The parameters of a statement of a request. */
export const parametersOf = (input: Input): readonly unknown[] =>
  input.get('Parameters') === undefined ? [] : input.list('Parameters');

/** Parses what this runtime knows of PartiQL: statements on one item, named by its whole key. */
export function parseStatement(text: string, parameters: readonly unknown[]): Statement {
  const reader = new TokenReader('Statement', statementTokens(text, parameters));
  try {
    const statement = parse(reader);
    reader.expectEnd();
    return statement;
  } catch (cause) {
    if (!(cause instanceof DynamoError) || !cause.message.startsWith('Invalid Statement'))
      throw cause;
    throw Object.assign(
      invalid(`Statement wasn't well formed, can't be processed: ${cause.message}`),
      { cause },
    );
  }
}

function parse(reader: TokenReader): Statement {
  if (reader.skipKeyword('INSERT')) return parseInsert(reader);
  if (reader.skipKeyword('UPDATE')) return parseUpdateStatement(reader);
  if (reader.skipKeyword('DELETE')) {
    reader.expectKeyword('FROM');
    const table = tableName(reader);
    return { kind: 'delete', table, where: parseWhere(reader), returning: parseReturning(reader) };
  }
  reader.expectKeyword('SELECT');
  const paths = reader.skipSymbol('*') ? undefined : parsePaths(reader);
  reader.expectKeyword('FROM');
  return { kind: 'select', paths, table: tableName(reader), where: parseWhere(reader) };
}

function parseInsert(reader: TokenReader): Statement {
  reader.expectKeyword('INTO');
  const table = tableName(reader);
  reader.expectKeyword('VALUE');
  const token = reader.take();
  if (token.kind !== 'value' || !('M' in token.value)) throw reader.unexpected();
  return { kind: 'insert', table, item: token.value.M };
}

function parseUpdateStatement(reader: TokenReader): Statement {
  const table = tableName(reader);
  let update = NO_UPDATE;
  while (reader.isKeyword('SET') || reader.isKeyword('REMOVE')) {
    const parseOne = reader.skipKeyword('SET') ? parseAssignment : parseRemoval;
    if (parseOne === parseRemoval) reader.take();
    do update = merged(update, parseOne(reader));
    while (reader.skipSymbol(','));
  }
  if (targetsOf(update).length === 0) throw reader.unexpected();
  refuseClashes(targetsOf(update), (message) => reader.refuse(message));
  const where = parseWhere(reader);
  return { kind: 'update', table, update, where, returning: parseReturning(reader) };
}

const merged = (one: Update, two: Partial<Update>): Update => ({
  set: [...one.set, ...(two.set ?? [])],
  remove: [...one.remove, ...(two.remove ?? [])],
  add: [...one.add, ...(two.add ?? [])],
  delete: [...one.delete, ...(two.delete ?? [])],
});

const parseRemoval = (reader: TokenReader): Partial<Update> => ({ remove: [reader.path()] });

/** `path = value`, or `path = set_add(path, members)` and `set_delete`, which are ADD and DELETE of expressions. */
function parseAssignment(reader: TokenReader): Partial<Update> {
  const path = reader.path();
  reader.expectSymbol('=');
  const change = (['SET_ADD', 'SET_DELETE'] as const).find((name) => reader.skipKeyword(name));
  if (change === undefined) return { set: [{ path, value: parseSetValue(reader) }] };
  reader.expectSymbol('(');
  if (JSON.stringify(reader.path()) !== JSON.stringify(path)) {
    throw reader.refuse(`${change.toLowerCase()} must change the attribute it is assigned to`);
  }
  reader.expectSymbol(',');
  const token = reader.take();
  reader.expectSymbol(')');
  if (token.kind !== 'value' || !setMembers(token.value)) {
    throw reader.refuse(`${change.toLowerCase()} takes a set of strings, numbers or binaries`);
  }
  const action = [{ path, value: token.value }];
  return change === 'SET_ADD' ? { add: action } : { delete: action };
}

function parsePaths(reader: TokenReader): readonly Path[] {
  const paths = [reader.path()];
  while (reader.skipSymbol(',')) paths.push(reader.path());
  return paths;
}

function tableName(reader: TokenReader): string {
  const token = reader.take();
  if (token.kind === 'name') return token.name;
  if (token.kind === 'word') return token.text;
  throw reader.unexpected();
}

function parseWhere(reader: TokenReader): Condition {
  reader.expectKeyword('WHERE');
  return new ConditionParser(reader).condition();
}

function parseReturning(reader: TokenReader): Returning {
  if (!reader.skipKeyword('RETURNING')) return 'NONE';
  const which = (['ALL', 'MODIFIED'] as const).find((word) => reader.skipKeyword(word));
  const when = (['OLD', 'NEW'] as const).find((word) => reader.skipKeyword(word));
  if (which === undefined || when === undefined) throw reader.unexpected();
  reader.expectSymbol('*');
  return which === 'ALL' ? `ALL_${when}` : `UPDATED_${when}`;
}
