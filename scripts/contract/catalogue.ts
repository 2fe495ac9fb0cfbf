import type { Sample } from '../contract.ts';
import { jsonText } from './json-text.ts';
import type { PublishedSchema } from './published-schema.ts';

const INTRODUCTION = `# The event contract

Written by \`node scripts/contract.ts\` from the schemas in this folder; do not edit.

An editorial system puts events on the stage’s bus (\`offstone\`) with its own name as \`Source\`; every event is
answered by an event with source \`offstone\`. Lengths are UTF-16 units of the text as sent. Nothing is coerced: \`"3"\`
is no revision. A property that is not listed here is an error, so that a typing mistake does not pass in silence
(ninjs excepted). Text that is merely odd (control characters, bidirectional overrides, lone surrogates, white space at
its ends) is mended, not refused. A rejection tells every reason at once (the first 50), each with the path of the field
(\`byline[0].name\`; \`detail\` for the whole event, \`detail-type\` for its kind).

From TypeScript: \`publishArticle\`, \`withdrawArticle\`, \`curateFront\` and \`configureSite\` of \`events/index.ts\` give
an entry for PutEvents, or throw an \`InvalidEventError\` with all reasons. JSON Schemas for other languages are in
\`schemas/\`, samples in \`samples/\`.
`;

const INBOUND = ['article.publish', 'article.withdraw', 'front.curate', 'site.configure', 'ninjs'];

const ABOUT: Readonly<Record<string, string>> = {
  'article.publish':
    'The whole article at one revision: first publication, update and correction alike.',
  'article.withdraw': 'Takes an article from every page, feed and list of its site.',
  'front.curate':
    'The hand-picked head of a front; ids that are unknown or invisible are skipped until they appear.',
  'site.configure': 'How a site presents itself. What is left out stays as the stage has it.',
  ninjs:
    'An IPTC ninjs item of version 1, 2 or 3, mapped to `article.publish` or `article.withdraw`. Only `uri` is required; what is not listed is ignored; older spellings are read too.',
  'article.live': 'Readers have this revision.',
  'article.scheduled': 'Accepted, and embargoed until its time; `article.live` follows then.',
  'article.withdrawn': 'No address of the site serves its text any more.',
  'article.superseded': 'Accepted and kept, but a newer revision or a withdrawal is what counts.',
  'article.rejected': 'Not accepted, for the reasons given; `site`, `id` and `revision` as sent.',
  applied: 'A `front.curate` or `site.configure` is in force.',
};

/** The contract as one page: each event's fields and limits, an example, and how mistakes are answered. */
export function catalogue(
  schemas: ReadonlyMap<string, PublishedSchema>,
  valid: readonly Sample[],
  invalid: readonly Sample[],
): string {
  const sections = [...schemas].filter(([name]) => name !== 'envelope');
  const inbound = sections.filter(([name]) => INBOUND.includes(name));
  const outbound = sections.filter(([name]) => !INBOUND.includes(name));
  return [
    INTRODUCTION,
    '# Events to send\n',
    ...inbound.map(([name, schema]) => eventSection(name, schema, valid)),
    '# Outcomes\n',
    'An event has exactly one final outcome, at most one `article.scheduled` before it.\n',
    ...outbound.map(([name, schema]) => eventSection(name, schema, [])),
    '# What is rejected, and how it is said\n',
    '| sample | reasons |\n|---|---|',
    ...invalid.map(rejection),
    '',
  ].join('\n');
}

function eventSection(name: string, schema: PublishedSchema, valid: readonly Sample[]): string {
  const [example] = valid
    .filter((sample) => sample['detail-type'] === name)
    .sort((a, b) => JSON.stringify(b.detail).length - JSON.stringify(a.detail).length);
  return [
    `## ${name}\n`,
    `${ABOUT[name] ?? ''}\n`,
    '| field | | value | |\n|---|---|---|---|',
    ...fieldRows(shapesOf(schema), ''),
    ...(example ? [`\n\`\`\`json\n${jsonText(example.detail)}\n\`\`\``] : []),
    '',
  ].join('\n');
}

const shapesOf = (schema: PublishedSchema): readonly PublishedSchema[] => schema.anyOf ?? [schema];

/** A row for each field that any of the shapes has; one that only some of them demand is marked so. */
function fieldRows(shapes: readonly PublishedSchema[], prefix: string): readonly string[] {
  const objects = shapes.filter(({ properties }) => properties !== undefined);
  const names = new Set(objects.flatMap(({ properties = {} }) => Object.keys(properties)));
  return [...names].flatMap((name) => {
    const fields = objects.flatMap(({ properties = {} }) => properties[name] ?? []);
    const demanding = objects.filter(({ required }) => required?.includes(name)).length;
    const needed =
      demanding === 0 ? '' : demanding === objects.length ? 'required' : 'in one shape';
    const values = [...new Set(fields.map(valueText))].join(' or ');
    const about = [...new Set(fields.map(aboutText))].join(' ').replaceAll('|', '\\|');
    const path = prefix + name;
    const [field] = fields;
    return [
      `| \`${path}\` | ${needed} | ${values} | ${about} |`,
      ...(field ? nestedRows(field, path) : []),
    ];
  });
}

const aboutText = ({ const: value, description = '' }: PublishedSchema): string =>
  value === undefined ? description : `\`${value}\`: ${description}`;

const nestedRows = (field: PublishedSchema, path: string): readonly string[] => [
  ...fieldRows(shapesOf(field), `${path}.`),
  ...(field.items ? fieldRows(shapesOf(field.items), `${path}[].`) : []),
];

function valueText(field: PublishedSchema): string {
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(' or ');
  if (field.anyOf) return field.anyOf.map(valueText).join(' or ');
  switch (field.type) {
    case 'string':
      return stringText(field);
    case 'integer':
      return `whole number, ${numberText(field.minimum)} to ${numberText(field.maximum)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `list${field.maxItems ? ` of at most ${field.maxItems}` : ''}: ${field.items ? valueText(field.items) : 'anything'}`;
    case 'object':
      return 'object';
    default:
      return 'anything';
  }
}

function stringText({ format, maxLength, pattern }: PublishedSchema): string {
  if (format === 'date-time') return 'RFC 3339 time with zone';
  if (format === 'uri') return 'http(s) address';
  const limit = maxLength ? `text, at most ${numberText(maxLength)}` : 'text';
  return pattern && pattern.length < 60 ? `${limit}, \`${pattern.replaceAll('|', '\\|')}\`` : limit;
}

const numberText = (value: number | undefined): string =>
  value === Number.MAX_SAFE_INTEGER ? '2^53 − 1' : (value ?? 0).toLocaleString('en');

function rejection({ name, reasons = [] }: Sample): string {
  const list = reasons.map(({ path, message }) => `\`${path}\` ${message}`).join('<br>');
  return `| [${name}](samples/invalid/${name}.json) | ${list.replaceAll('|', '\\|')} |`;
}
