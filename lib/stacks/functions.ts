/** What a function needs of Lambda. Its code is `functions/<name>/handler.ts`. */
interface FunctionPlan {
  readonly description: string;
  /** Short: a failed message is invisible for six of these before it is tried again. */
  readonly timeoutSeconds: number;
  /** 1,769 MB are one whole processor. */
  readonly memoryMegabytes: number;
}

/** Every function of the pipeline, in the order in which an article meets them. */
export const FUNCTIONS = {
  'accept-events': {
    description: 'Is this event lawful, and is it news? Commits it, with the change it makes.',
    timeoutSeconds: 20,
    memoryMegabytes: 1024,
  },
  'plan-pages': {
    description: 'Which pages does this change make stale? Sends a job for each.',
    timeoutSeconds: 30,
    memoryMegabytes: 1024,
  },
  'render-pages': {
    description: 'What does this page look like now? Writes it where readers find it.',
    timeoutSeconds: 30,
    memoryMegabytes: 1769,
  },
  'relate-articles': {
    description: 'Keeps the related posts of an article, and of its neighbours, up to date.',
    timeoutSeconds: 30,
    memoryMegabytes: 1769,
  },
  'announce-outcomes': {
    description: 'Tells the newsroom how its events ended, once that is true for readers.',
    timeoutSeconds: 30,
    memoryMegabytes: 512,
  },
  'sweep-due': {
    description: 'Releases what is due, and drives what was left open.',
    timeoutSeconds: 50,
    memoryMegabytes: 512,
  },
} as const satisfies Readonly<Record<string, FunctionPlan>>;

export type FunctionName = keyof typeof FUNCTIONS;
