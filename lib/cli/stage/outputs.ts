import {
  type CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { type SiteId, siteId } from '#domain/ids.ts';
import type { Site } from '#domain/site/site.ts';
import { codesOf, Failure } from '../failure.ts';

/** A site of the stage, and where its pages are; where the stage has a model of meaning, its vectors too. */
export type StageSite = Site & { readonly bucket: string; readonly vectors?: string };

/** A queue of the stage, and where it puts what it gave up on. */
export interface StageQueue {
  readonly queue: string;
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** What a stage tells the command line about itself. */
export interface StageOutputs {
  readonly table: string;
  readonly bus: string;
  readonly drop: string;
  readonly sites: readonly StageSite[];
  readonly queues: readonly StageQueue[];
  /** The stage's model of meaning, as its functions are told of it. */
  readonly meaning?: string | undefined;
}

/** The outputs of a stage's stack. An embedded runtime has one stage, found without its name. */
export async function readOutputs(
  client: CloudFormationClient,
  stage: string | undefined,
): Promise<StageOutputs> {
  const stacks = await describe(client, stage && `offstone-${stage}-pipeline`);
  const named = stacks.map(outputsOf).find((outputs) => outputs['Table'] && outputs['Bus']);
  if (!named) throw new Failure('This stage has no outputs Table and Bus: deploy it first.');
  return {
    table: named['Table'] ?? '',
    bus: named['Bus'] ?? '',
    drop: named['Drop'] ?? '',
    sites: listOf<StageSite>(named['Sites']).map((site) => ({ ...site, id: siteId(site.id) })),
    queues: listOf<StageQueue>(named['Queues']),
    meaning: named['Meaning'],
  };
}

async function describe(
  client: CloudFormationClient,
  name: string | undefined,
): Promise<readonly Stack[]> {
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand(name === undefined ? {} : { StackName: name }),
    );
    return Stacks;
  } catch (error) {
    if (name !== undefined && codesOf(error).includes('ValidationError')) {
      throw new Failure(`AWS has no stack ${name}: name the stage with --stage, or deploy it.`);
    }
    throw error;
  }
}

const outputsOf = ({ Outputs = [] }: Stack): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Outputs.map(({ OutputKey = '', OutputValue }): [string, string | undefined] => [
      OutputKey,
      OutputValue,
    ]),
  );

/** Outputs are written by the stage's own stack: their shape is its. */
function listOf<T>(text: string | undefined): readonly T[] {
  if (text === undefined) return [];
  const list: readonly T[] = JSON.parse(text);
  return list;
}

/** The site that a command means: the one named, or the only one there is. */
export function siteNamed(
  { sites }: Pick<StageOutputs, 'sites'>,
  name: string | undefined,
): StageSite {
  const known = sites.map(({ id }): SiteId => id);
  const site =
    name === undefined && sites.length === 1 ? sites[0] : sites.find(({ id }) => id === name);
  if (site) return site;
  throw new Failure(
    name === undefined
      ? `This stage has several sites: choose one with --site (${known.join(', ')}).`
      : `This stage has no site “${name}”: it has ${known.join(', ')}.`,
  );
}
