import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { awsPorts } from '#adapters/ports.ts';
import type { Ports } from '#domain/ports.ts';
import { codesOf, Failure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { turnTo } from './environment.ts';
import { readOutputs, type StageOutputs } from './outputs.ts';
import { runningRuntime } from './runtime-record.ts';

/** Which stage a command talks to. */
export interface StageOptions {
  readonly endpoint?: string;
  readonly stage?: string;
}

/** A stage, ready to be talked to. */
export interface Connection extends Pick<Ports, 'table' | 'drop' | 'pages' | 'sites' | 'meaning'> {
  readonly outputs: StageOutputs;
}

const DEFAULT_STAGE = 'prod';

/** Finds the stage: the endpoint named, else the runtime of this checkout, else AWS. */
export async function connect(options: StageOptions, terminal: Terminal): Promise<Connection> {
  const running = options.stage ? undefined : runningRuntime(terminal.root)?.url;
  const address = options.endpoint ?? running;
  const endpoint = address === undefined ? undefined : endpointOf(address);
  if (endpoint) turnTo(endpoint, process.env);
  const stage = endpoint ? undefined : (options.stage ?? DEFAULT_STAGE);
  // A refused connection will be refused again: an answer at once is worth more than a second try.
  const client = new CloudFormationClient({ maxAttempts: endpoint ? 1 : 3 });
  const outputs = await readOutputs(client, stage).catch((error: unknown) => {
    throw endpoint && isAbsence(error) ? nothingAt(endpoint) : error;
  });
  const ports = await awsPorts({
    OFFSTONE_TABLE: outputs.table,
    OFFSTONE_DROP: outputs.drop,
    OFFSTONE_SITES: JSON.stringify(outputs.sites),
    OFFSTONE_MEANING: outputs.meaning,
  });
  const { table, drop, pages, sites, meaning } = ports;
  return { outputs, table, drop, pages, sites, meaning };
}

const ABSENCE =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|SyntaxError)$/;

const isAbsence = (error: unknown): boolean => codesOf(error).some((code) => ABSENCE.test(code));

const nothingAt = ({ url }: Endpoint): Failure =>
  new Failure(`No embedded runtime answers at ${url}: start one with \`npx offstone start\`.`);
