/** What can go wrong. Each kind can be muted on its own, which is how a failing story is made short. */
export type FaultKind =
  | 'crash'
  | 'refused'
  | 'lost answer'
  | 'conflict'
  | 'stall'
  | 'duplicate'
  | 'delay'
  | 'skew'
  | 'outage'
  | 'missed tick';

export interface Fault {
  readonly kind: FaultKind;
  /** Where it happened, and for the how-manieth time anything was decided there: enough to make it happen again. */
  readonly where: string;
  readonly at: number;
}

/**
 * Everything that a seed decides while a story runs. Each place rolls its own dice, so that leaving out an event
 * changes little elsewhere.
 */
export class Chance {
  readonly faults: Fault[] = [];
  readonly #seed: number;
  readonly #muted: ReadonlySet<string>;
  readonly #places = new Map<string, { readonly hash: number; rolls: number }>();
  readonly #now: () => number;
  /** From now on nothing goes wrong any more. */
  calm = false;

  constructor(seed: number, now: () => number, muted: ReadonlySet<string> = new Set()) {
    this.#seed = seed;
    this.#now = now;
    this.#muted = muted;
  }

  /** A number in [0, 1). */
  roll(where: string): number {
    const place = this.#places.get(where) ?? { hash: hashed(where), rolls: 0 };
    this.#places.set(where, place);
    place.rolls += 1;
    return mixed(mixed(this.#seed ^ place.hash) + Math.imul(place.rolls, 0x9e3779b9)) / 2 ** 32;
  }

  between(where: string, min: number, max: number): number {
    return min + this.roll(where) * (max - min);
  }

  /** Whether something goes wrong here and now. */
  fault(kind: FaultKind, where: string, probability: number): boolean {
    if (this.roll(`${kind} ${where}`) >= probability || this.calm) return false;
    const name = `${where} #${this.#places.get(`${kind} ${where}`)?.rolls}`;
    if (this.#muted.has(kind) || this.#muted.has(`${kind} ${name}`)) return false;
    this.faults.push({ kind, where: name, at: this.#now() });
    return true;
  }

  shuffled<T>(where: string, all: readonly T[]): T[] {
    const left = [...all];
    for (let n = left.length - 1; n > 0; n--) {
      const other = Math.floor(this.roll(where) * (n + 1));
      [left[n], left[other]] = [left[other] as T, left[n] as T];
    }
    return left;
  }
}

/** FNV-1a. */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mixed(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
