/** A law that did not hold: which, when, and what was seen. */
export interface Violation {
  readonly law: string;
  readonly at: number;
  readonly message: string;
}
