/** A pattern with events that match it and events that do not. */
export interface PatternCase {
  readonly says: string;
  readonly pattern: unknown;
  readonly matches?: readonly unknown[];
  readonly misses?: readonly unknown[];
}

const at = (member: unknown) => ({ a: [member] });
const a = (...values: readonly unknown[]) => values.map((value) => ({ a: value }));

/** One row per operator and rule of AWS's documentation, in events of our own. */
export const CASES: readonly PatternCase[] = [
  {
    says: 'a value is matched exactly, case and type included',
    pattern: { source: ['newsroom.cms'] },
    matches: [{ source: 'newsroom.cms', more: 1 }],
    misses: [{ source: 'Newsroom.cms' }, { source: 'newsroom.cms ' }, { source: null }, {}],
  },
  {
    says: 'one of several values is enough',
    pattern: { source: ['newsroom.cms', 'wire'] },
    matches: [{ source: 'wire' }],
    misses: [{ source: 'offstone' }],
  },
  {
    says: 'every field must match',
    pattern: { source: ['wire'], 'detail-type': ['article.publish'] },
    matches: [{ source: 'wire', 'detail-type': 'article.publish' }],
    misses: [{ source: 'wire' }, { source: 'wire', 'detail-type': 'article.withdraw' }],
  },
  {
    says: 'null, booleans and numbers are values of their own',
    pattern: { a: [null, true, 5] },
    matches: a(null, true, 5, 5.0),
    misses: a('null', 'true', '5', false, 0, ''),
  },
  { says: 'empty is the empty text', pattern: at(''), matches: a(''), misses: a(null, ' ', []) },
  {
    says: 'numbers are equal by value',
    pattern: at(301.8),
    matches: a(3.018e2),
    misses: a(301.80001),
  },
  {
    says: 'fields are looked for at their depth',
    pattern: { detail: { site: ['daily'] } },
    matches: [{ detail: { site: 'daily' } }],
    misses: [{ site: 'daily' }, { detail: 'daily' }, { detail: { x: { site: 'daily' } } }],
  },
  {
    says: 'a dot in a name is the same as depth',
    pattern: { 'detail.site': ['daily'] },
    matches: [{ detail: { site: 'daily' } }, { 'detail.site': 'daily' }],
  },
  {
    says: 'a list in the event matches by any of its values',
    pattern: { tags: ['harbour', 'storm'] },
    matches: [{ tags: ['storm', 'sea'] }, { tags: 'storm' }, { tags: [['x', 'storm']] }],
    misses: [{ tags: ['sea'] }, { tags: [] }, { tags: [{ storm: 1 }] }],
  },
  {
    says: 'prefix',
    pattern: at({ prefix: 'news' }),
    matches: a('news', 'newsroom', ['x', 'news.']),
    misses: a('News', 'the news', 5, null),
  },
  {
    says: 'prefix, whatever the case',
    pattern: at({ prefix: { 'equals-ignore-case': 'NeWs' } }),
    matches: a('newsroom', 'NEWSROOM'),
    misses: a('the news'),
  },
  {
    says: 'suffix',
    pattern: at({ suffix: '.png' }),
    matches: a('.png', 'map.png'),
    misses: a('.PNG', 'map.png.'),
  },
  {
    says: 'suffix, whatever the case',
    pattern: at({ suffix: { 'equals-ignore-case': '.png' } }),
    matches: a('map.PNG'),
    misses: a('map.jpg'),
  },
  {
    says: 'equals-ignore-case',
    pattern: at({ 'equals-ignore-case': 'Größe' }),
    matches: a('GRÖSSE', 'größe'),
    misses: a('grosse', 'größer'),
  },
  {
    says: 'wildcard',
    pattern: at({ wildcard: '/2026/*/slug*' }),
    matches: a('/2026/11/slug', '/2026/11/24/slug/x', '/2026//slug/slug'),
    misses: a('/2026/slug', '/2026/11/slu', 'x/2026/11/slug'),
  },
  {
    says: 'a wildcard alone matches every text',
    pattern: at({ wildcard: '*' }),
    matches: a('', 'x', 'a\nb'),
    misses: a(1, null),
  },
  {
    says: 'a wildcard whose parts overlap in the text needs both',
    pattern: at({ wildcard: 'ab*ba' }),
    matches: a('abba', 'ab-ba'),
    misses: a('aba'),
  },
  {
    says: 'an asterisk and a backslash can be meant',
    pattern: at({ wildcard: 'a\\*b\\\\*' }),
    matches: a('a*b\\', 'a*b\\c'),
    misses: a('axb\\', 'a*b'),
  },
  {
    says: 'anything-but a text',
    pattern: at({ 'anything-but': 'held' }),
    matches: a('live', 'Held', 5, null, true, ['held', 'live']),
    misses: [...a('held', ['held']), {}],
  },
  {
    says: 'anything-but a number',
    pattern: at({ 'anything-but': 100 }),
    matches: a(101, '100'),
    misses: a(100, 1e2),
  },
  {
    says: 'anything-but several',
    pattern: at({ 'anything-but': ['held', 'spiked'] }),
    matches: a('live'),
    misses: a('held', 'spiked'),
  },
  {
    says: 'anything-but several numbers',
    pattern: at({ 'anything-but': [100, 200] }),
    matches: a(300),
    misses: a(100, 200),
  },
  {
    says: 'anything-but a prefix',
    pattern: at({ 'anything-but': { prefix: 'aws.' } }),
    matches: a('newsroom', 'aw', 5),
    misses: a('aws.s3'),
  },
  {
    says: 'anything-but prefixes',
    pattern: at({ 'anything-but': { prefix: ['aws.', 'offstone'] } }),
    matches: a('newsroom'),
    misses: a('aws.s3', 'offstone.x'),
  },
  {
    says: 'anything-but suffixes',
    pattern: at({ 'anything-but': { suffix: ['.png', '.jpg'] } }),
    matches: a('map.svg'),
    misses: a('map.png', 'map.jpg'),
  },
  {
    says: 'anything-but, whatever the case',
    pattern: at({ 'anything-but': { 'equals-ignore-case': ['held', 'SPIKED'] } }),
    matches: a('live'),
    misses: a('HELD', 'spiked'),
  },
  {
    says: 'anything-but a wildcard',
    pattern: at({ 'anything-but': { wildcard: ['*/lib/*', '*.jar'] } }),
    matches: a('/bin/x'),
    misses: a('/usr/lib/x', 'x.jar'),
  },
  {
    says: 'numeric comparisons',
    pattern: at({ numeric: ['>', 0, '<=', 5] }),
    matches: a(0.1, 5, [0, 3]),
    misses: a(0, 5.1, '3', null),
  },
  {
    says: 'numeric equality',
    pattern: at({ numeric: ['=', 3.018e2] }),
    matches: a(301.8),
    misses: a(301),
  },
  {
    says: 'numeric bounds of one side',
    pattern: at({ numeric: ['>=', -1.5] }),
    matches: a(-1.5, 1e12),
    misses: a(-1.6),
  },
  {
    says: 'an IPv4 range',
    pattern: at({ cidr: '10.0.0.0/24' }),
    matches: a('10.0.0.0', '10.0.0.255'),
    misses: a('10.0.1.0', '10.0.0', '10.0.0.256', 'x', 10, '::a00:1'),
  },
  {
    says: 'an IPv4 range whose base is not its start, one address, and all',
    pattern: {
      a: [{ cidr: '10.0.0.77/24' }],
      b: [{ cidr: '1.2.3.4/32' }],
      c: [{ cidr: '0.0.0.0/0' }],
    },
    matches: [{ a: '10.0.0.1', b: '1.2.3.4', c: '255.255.255.255' }],
    misses: [{ a: '10.0.0.1', b: '1.2.3.5', c: '1.1.1.1' }],
  },
  {
    says: 'an IPv6 range',
    pattern: at({ cidr: '2001:db8::/32' }),
    matches: a('2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'),
    misses: a('2001:db9::', '::', '10.0.0.1', '2001:db8:::1'),
  },
  {
    says: 'a field that must exist',
    pattern: at({ exists: true }),
    matches: a('', null, 0, false, ['x'], [{}, 'x']),
    misses: [{}, ...a({ b: 1 }, [])],
  },
  {
    says: 'a field that must not exist: only leaves count',
    pattern: { detail: { kicker: [{ exists: false }] } },
    matches: [
      {},
      { detail: {} },
      { detail: { kicker: { text: 'x' } } },
      { detail: { kicker: [] } },
    ],
    misses: [{ detail: { kicker: null } }, { detail: { kicker: 'x' } }],
  },
  {
    says: 'missing or a value',
    pattern: { a: [{ exists: false }, 'news'] },
    matches: [{}, { a: 'news' }],
    misses: [{ a: 'x' }],
  },
  {
    says: 'several matchers of one field are a choice',
    pattern: { a: [{ prefix: 'x' }, { numeric: ['>', 5] }, null] },
    matches: a('xy', 6, null),
    misses: a('y', 5, true),
  },
  {
    says: '$or: one field or another',
    pattern: { source: ['wire'], $or: [{ a: [1] }, { b: [{ exists: false }] }] },
    matches: [{ source: 'wire', a: 1, b: 2 }, { source: 'wire' }],
    misses: [{ source: 'wire', b: 2 }, { a: 1 }],
  },
  {
    says: '$or below, and twice',
    pattern: {
      $or: [{ a: [1] }, { b: [1] }],
      detail: { $or: [{ c: [1] }, { d: [1], e: [1] }] },
    },
    matches: [
      { a: 1, detail: { c: 1 } },
      { b: 1, detail: { d: 1, e: 1 } },
    ],
    misses: [{ a: 1, detail: { d: 1 } }, { detail: { c: 1 } }, { a: 1, b: 1 }],
  },
  {
    says: '$or in $or',
    pattern: { $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }] },
    matches: [{ a: 1 }, { b: 1, d: 1 }],
    misses: [{ b: 1 }, { c: 1, d: 1 }],
  },
  {
    says: '$or that is no list of fields is a field of that name',
    pattern: { $or: { a: [1] } },
    matches: [{ $or: { a: 1 } }],
    misses: [{ a: 1 }],
  },
  {
    says: '$or with matchers in it is a field of that name',
    pattern: { $or: [{ numeric: ['<', 1] }, { prefix: 'x' }] },
    matches: [{ $or: 0 }, { $or: 'xy' }],
    misses: [{ $or: 1 }],
  },
  {
    says: 'one element of a list must match on its own',
    pattern: { people: { name: ['Ada'], role: ['editor'] } },
    matches: [
      { people: { name: 'Ada', role: 'editor' } },
      { people: [{ name: 'Bo' }, { name: 'Ada', role: ['writer', 'editor'] }] },
    ],
    misses: [
      {
        people: [
          { name: 'Ada', role: 'writer' },
          { name: 'Bo', role: 'editor' },
        ],
      },
      { people: [{ name: 'Ada' }, { role: 'editor' }] },
    ],
  },
  {
    says: 'lists in lists agree at every level',
    pattern: { desks: { name: ['world'], people: { name: ['Ada'], role: ['editor'] } } },
    matches: [
      {
        desks: [
          { name: 'sport', people: [{ name: 'Ada', role: 'editor' }] },
          { name: 'world', people: [{ name: 'Bo' }, { name: 'Ada', role: 'editor' }] },
        ],
      },
    ],
    misses: [
      {
        desks: [
          { name: 'sport', people: [{ name: 'Ada', role: 'editor' }] },
          { name: 'world', people: [{ name: 'Ada', role: 'writer' }, { role: 'editor' }] },
        ],
      },
    ],
  },
  {
    says: 'different lists need not agree',
    pattern: { people: { name: ['Ada'] }, places: { name: ['Oslo'] } },
    matches: [{ people: [{ name: 'Ada' }], places: [{ name: 'Rome' }, { name: 'Oslo' }] }],
  },
  {
    says: 'an absence is judged in the element that the fields before it chose',
    pattern: { people: { name: ['Ada'], role: [{ exists: false }] } },
    matches: [{ people: [{ name: 'Ada' }, { name: 'Bo', role: 'editor' }] }],
    misses: [{ people: [{ name: 'Ada', role: 'editor' }, { name: 'Bo' }] }],
  },
  {
    says: 'names from the language itself are only names',
    pattern: { constructor: ['x'], __proto__x: [{ exists: false }] },
    matches: [{ constructor: 'x' }],
    misses: [{}],
  },
];

/** Patterns that EventBridge refuses. */
export const INVALID: readonly (readonly [says: string, pattern: unknown])[] = [
  ['no object', ['a']],
  ['nothing', null],
  ['an empty object', {}],
  ['an empty object below', { detail: {} }],
  ['an empty list', { a: [] }],
  ['a value without a list', { a: 'x' }],
  ['a list in a list', at([1])],
  ['an unknown operator', at({ regex: '.*' })],
  ['an operator that every object has', at({ constructor: 'x' })],
  ['two operators in one', at({ prefix: 'a', suffix: 'b' })],
  ['an operator without a value', at({})],
  ['a prefix that is no text', at({ prefix: 5 })],
  ['an unknown modifier', at({ prefix: { wildcard: 'x' } })],
  ['equals-ignore-case of a list', at({ 'equals-ignore-case': ['x'] })],
  ['two wildcards in a row', at({ wildcard: 'a**b' })],
  ['a stray backslash', at({ wildcard: 'a\\b' })],
  ['a backslash at the end', at({ wildcard: 'a\\' })],
  ['anything-but nothing', at({ 'anything-but': [] })],
  ['anything-but texts and numbers', at({ 'anything-but': ['x', 1] })],
  ['anything-but null', at({ 'anything-but': null })],
  ['anything-but a list with true', at({ 'anything-but': [true] })],
  ['anything-but numeric', at({ 'anything-but': { numeric: ['>', 1] } })],
  ['anything-but an empty prefix', at({ 'anything-but': { prefix: '' } })],
  ['anything-but no prefixes', at({ 'anything-but': { prefix: [] } })],
  ['anything-but a prefix that is a number', at({ 'anything-but': { prefix: 5 } })],
  ['numeric without a list', at({ numeric: 5 })],
  ['numeric of nothing', at({ numeric: [] })],
  ['numeric without a number', at({ numeric: ['>', '5'] })],
  ['an unknown comparison', at({ numeric: ['!=', 5] })],
  ['a range upside down', at({ numeric: ['<', 5, '>', 1] })],
  ['an empty range', at({ numeric: ['>', 5, '<', 5] })],
  ['three terms', at({ numeric: ['>', 5, '<'] })],
  ['a range of equality', at({ numeric: ['=', 5, '<', 9] })],
  ['no CIDR', at({ cidr: '10.0.0.0' })],
  ['too many bits', at({ cidr: '10.0.0.0/33' })],
  ['no address', at({ cidr: 'host/8' })],
  ['exists without true or false', at({ exists: 'yes' })],
  ['$or of one', { $or: [{ a: [1] }] }],
  ['$or with something else in it', { $or: [{ a: [1] }, 5] }],
  ['a reserved word below an $or', { $or: [{ a: { prefix: ['x'] } }, { b: [1] }] }],
  ['an empty object in an $or', { $or: [{ a: [1] }, {}] }],
];
