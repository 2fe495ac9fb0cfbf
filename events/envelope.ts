import * as v from 'valibot';
import { timeProblem } from './times.ts';
import { type Validated, validate } from './validate.ts';

/** What EventBridge wraps an event in. Its own further members are of no interest. */
export const envelope = v.looseObject({
  id: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(128),
    v.description('Names the event; repeated when it is delivered again.'),
  ),
  'detail-type': v.pipe(v.string(), v.description('Which event it is.')),
  source: v.pipe(
    v.string(),
    v.description('Who sent it: the editorial system, or “offstone” for outcomes.'),
  ),
  time: v.pipe(
    v.string(),
    v.metadata({ format: 'date-time' }),
    v.check((text) => timeProblem(text) === undefined, 'must be an RFC 3339 time with a zone'),
    v.description('When it was put on the bus.'),
  ),
  detail: v.unknown(),
});

export interface Envelope {
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly time: string;
  readonly detail: unknown;
}

/** An event as the bus delivers it. What is no envelope was not put there by EventBridge. */
export function parseEnvelope(value: unknown): Validated<Envelope> {
  return validate(envelope, value);
}
