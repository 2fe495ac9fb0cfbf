import { invalid } from './vectors-error.ts';

type Scalar = string | number | boolean;

/** What is kept beside a vector. */
export type Metadata = Readonly<Record<string, unknown>>;

/** Whether metadata is what a search asks for: docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-metadata-filtering.html. */
export type Filter = Readonly<Record<string, unknown>>;

export function matches(filter: Filter, metadata: Metadata): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (name === '$and') return partsOf(name, wanted).every((part) => matches(part, metadata));
    if (name === '$or') return partsOf(name, wanted).some((part) => matches(part, metadata));
    if (name.startsWith('$')) throw invalid(`No filter is called ${name} here.`);
    return fits(name, metadata[name], isObject(wanted) ? wanted : { $eq: wanted });
  });
}

type Compare = (have: unknown, wanted: unknown) => boolean;

const within = (have: unknown, wanted: unknown): boolean =>
  scalarsOf(wanted).some((one) => equals(have, one));

const ordered =
  (compare: (have: number, wanted: number) => boolean): Compare =>
  (have, wanted) =>
    typeof have === 'number' && typeof wanted === 'number' && compare(have, wanted);

const COMPARISONS: Readonly<Record<string, Compare>> = {
  $eq: (have, wanted) => equals(have, wanted),
  $ne: (have, wanted) => !equals(have, wanted),
  $in: within,
  $nin: (have, wanted) => !within(have, wanted),
  $exists: (have, wanted) => (have !== undefined) === wanted,
  $gt: ordered((have, wanted) => have > wanted),
  $gte: ordered((have, wanted) => have >= wanted),
  $lt: ordered((have, wanted) => have < wanted),
  $lte: ordered((have, wanted) => have <= wanted),
};

const fits = (name: string, have: unknown, wanted: Filter): boolean =>
  Object.entries(wanted).every(([operator, value]) => {
    const compare = COMPARISONS[operator];
    if (!compare) throw invalid(`No operator is called ${operator} here (${name}).`);
    return compare(have, value);
  });

/** A list has what any of its members is. */
const equals = (have: unknown, wanted: unknown): boolean =>
  Array.isArray(have) ? have.includes(wanted) : have === wanted;

const isObject = (value: unknown): value is Filter =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function partsOf(name: string, value: unknown): readonly Filter[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return value;
  throw invalid(`${name} takes a list of filters.`);
}

function scalarsOf(value: unknown): readonly Scalar[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw invalid('$in and $nin take a list of values.');
}
