/** Safeguards that can be switched off, to prove that the auditor would notice. */
export const SABOTAGES = {
  'revision-fence': 'transactions ignore which version of a head they were decided on',
  'if-match': 'pages are put whatever was there',
  tombstone: 'a withdrawal does not overwrite the article’s page',
  idempotency: 'nobody remembers which events were decided on',
  outbox: 'changes can be lost between the records and the planner',
  'embargo-fence': 'articles are released half an hour early',
  sweep: 'the minute’s round never happens',
  'consistent-read': 'the table answers with what was there a moment ago',
  'second-invalidation': 'only the first of several invalidations takes effect',
  'reverse-links': 'nobody writes down who names whom',
} as const;

export type Sabotage = keyof typeof SABOTAGES;

export const isSabotage = (name: string): name is Sabotage => Object.hasOwn(SABOTAGES, name);
