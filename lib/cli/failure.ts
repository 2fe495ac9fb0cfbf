/** Why a command could not run, in one line that says what to do. Ends it with exit code 2. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The one line to print for whatever went wrong. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  return oneLine(error instanceof Failure ? error.message : known(error));
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();

/** Outages that everybody meets once, in plain words; anything else as it is. */
function known(error: Error): string {
  const codes = codesOf(error);
  if (codes.includes('CredentialsProviderError') || error.message === 'Region is missing') {
    return 'No embedded runtime runs in this checkout and there are no AWS credentials and region: run `npx offstone start`, name one with --endpoint, or log in to AWS.';
  }
  if (codes.includes('ECONNREFUSED') || codes.includes('ECONNRESET')) {
    return 'The stage does not answer any more: it was stopped, or the network is down.';
  }
  if (codes.includes('ExpiredTokenException') || codes.includes('ExpiredToken')) {
    return 'The AWS credentials have expired: log in again.';
  }
  return error.message || error.name;
}

/** Names and codes of an error and of what caused it. */
export function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth++) {
    codes.push(current.name);
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    if (current instanceof AggregateError) codes.push(...current.errors.flatMap(codesOf));
    current = current.cause;
  }
  return codes;
}
