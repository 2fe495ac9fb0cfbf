import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { makeStacks } from '../../lib/stacks/stacks.ts';
import type { MeaningSettings, Stage } from '../../lib/stacks/stage.ts';

/** A stage as a newsroom would deploy it: two sites, one with a name of its own. */
const STAGE: Stage = {
  name: 'test',
  scheme: 'https',
  protected: true,
  sites: [
    {
      id: 'daily',
      timeZone: 'Europe/London',
      sources: ['newsroom.cms'],
      defaults: { name: 'The Daily Offstone', language: 'en-GB' },
      domain: {
        name: 'www.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      },
    },
    {
      id: 'weekly',
      timeZone: 'Asia/Tokyo',
      sources: ['newsroom.weekly'],
      defaults: { name: '週刊', language: 'ja' },
    },
  ],
};

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of every shape; tests look into it by name.
  readonly Properties: any;
}

/** Every resource of a template, by logical id. */
export type Resources = ReadonlyMap<string, Resource>;

export interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

export interface Synthesized {
  /** The templates whole, as text. */
  readonly templates: Readonly<Record<'Data' | 'Delivery' | 'Pipeline', string>>;
  readonly data: Resources;
  readonly delivery: Resources;
  readonly pipeline: Resources;
  /** What AWS's solution checks found and no construct acknowledges, and what CloudFormation would not take. */
  readonly violations: readonly Violation[];
}

/** Synthesizes the stage with the feature flags of cdk.json, as the command line hands them over, and AWS's checks. */
export function synthesized(meaning?: MeaningSettings): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'offstone-stacks-'));
  try {
    const read = (name: string) => JSON.parse(readFileSync(join(outdir, name), 'utf8'));
    const cdk = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
    const app = new App({ analyticsReporting: false, context: cdk.context, outdir });
    makeStacks(app, { ...STAGE, ...(meaning && { meaning }) });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    try {
      app.synth();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
    }
    const resources = (stack: string): Resources =>
      new Map(Object.entries(read(`${stack}.template.json`).Resources));
    const text = (stack: string) => readFileSync(join(outdir, `${stack}.template.json`), 'utf8');
    return {
      templates: { Data: text('Data'), Delivery: text('Delivery'), Pipeline: text('Pipeline') },
      data: resources('Data'),
      delivery: resources('Delivery'),
      pipeline: resources('Pipeline'),
      violations: read('validation-report.json').pluginReports.flatMap(
        (report: { readonly violations: readonly Violation[] }) => report.violations,
      ),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export const ofType = (
  resources: Resources,
  type: string,
): readonly (readonly [string, Resource])[] =>
  [...resources].filter(([, { Type }]) => Type === type);
