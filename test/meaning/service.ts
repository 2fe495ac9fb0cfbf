import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMeaning } from '#adapters/aws/meaning.ts';
import { siteId } from '#domain/ids.ts';
import type { Meaning } from '#domain/related/meaning.ts';
import { bedrockService } from '../../lib/local/bedrock/bedrock-service.ts';
import { openVectors } from '../../lib/local/s3vectors/open.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../lib/local/service.ts';
import { vectorIndexArn } from '../../lib/local/template/names.ts';
import { mount } from '../local-services/mount.ts';

export const DAILY = siteId('daily');
export const WEEKLY = siteId('weekly');

const DIMENSIONS = 256;
const ARN = {
  daily: vectorIndexArn('vectors', 'daily'),
  weekly: vectorIndexArn('vectors', 'weekly'),
};

/** What answers in a service's stead; `undefined`: the service itself. */
type Instead = (
  request: ServiceRequest,
) => ServiceResponse | undefined | Promise<ServiceResponse | undefined>;

/** The services that the adapter talks to, over HTTP, and whatever goes wrong with them. */
export async function openHouse() {
  const dir = mkdtempSync(join(tmpdir(), 'offstone-meaning-'));
  const site = await mount();
  const vectors = await openVectors({ dir });
  for (const arn of Object.values(ARN)) {
    await vectors.createIndex({ arn, dimension: DIMENSIONS, unfilterable: [] });
  }
  const calls: string[] = [];
  const bodies: object[] = [];
  let instead: Instead = () => undefined;
  const watched = (service: Service): Service => ({
    ...service,
    async handle(request) {
      calls.push(request.path.replace(/^\/model\/.*\//, '/'));
      bodies.push(JSON.parse(request.body.toString()));
      return (await instead(request)) ?? (await service.handle(request));
    },
  });
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3VECTORS: site.add('s3vectors', watched(vectors)),
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: site.add('bedrock-runtime', watched(bedrockService)),
  });
  return {
    calls,
    bodies,
    deny: site.deny,
    answerInstead(next: Instead): void {
      instead = next;
    },
    /** The adapter as a function opens it; `near` in whole and tenths of a cosine. */
    adapter: (near = 0.2, restMs?: number): Meaning =>
      openMeaning(
        new Map([
          [DAILY, ARN.daily],
          [WEEKLY, ARN.weekly],
        ]),
        { model: 'amazon.titan-embed-text-v2:0', dimensions: DIMENSIONS, near },
        restMs,
      ),
    async close(): Promise<void> {
      await site.close();
      await vectors.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** How each service says no. */
export const refusal = (status: number, code: string, message = 'No.'): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message }),
});
