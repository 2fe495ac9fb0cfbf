import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/** A part of a template, as JSON. */
export type Part = Readonly<Record<string, unknown>>;

/** A folder of this test's own. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'offstone-local-'));

/** Writes an assembly as a synthesis would: stacks by name, in the order of their dependencies, and assets by key. */
export function writeAssembly(
  stacks: Readonly<Record<string, Part>>,
  assets: Readonly<Record<string, string>> = {},
): string {
  const out = folder();
  const artifacts: Record<string, unknown> = {};
  let before: string[] = [];
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(out, `${name}.template.json`), JSON.stringify(template));
    writeFileSync(
      join(out, `${name}.assets.json`),
      JSON.stringify({
        files: Object.fromEntries(
          Object.entries(assets).map(([key, path]) => [
            key,
            {
              source: { path: relative(out, path) },
              destinations: { here: { objectKey: `${key}.zip` } },
            },
          ]),
        ),
      }),
    );
    artifacts[`${name}.assets`] = {
      type: 'cdk:asset-manifest',
      properties: { file: `${name}.assets.json` },
    };
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
      dependencies: [...before, `${name}.assets`],
    };
    before = [...before, name];
  }
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  return out;
}

/** Bundles a function's source as our own functions are bundled; gives the asset's folder. */
export async function bundle(source: string): Promise<string> {
  const out = join(folder(), 'asset');
  mkdirSync(out);
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    outfile: join(out, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);",
    },
  });
  return out;
}

/** A port with two free ones above it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([port, port + 1, port + 2, port + 3].map(isFree));
    if (free.every(Boolean)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

export const arnOf = (logicalId: string): Part => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A function with its role; `grants` are `[action, resource]` pairs. Logs go to a group of its own. */
export function functionParts(
  id: string,
  options: {
    readonly asset: string;
    readonly grants?: readonly (readonly [string | readonly string[], unknown])[];
    readonly properties?: Part;
    readonly variables?: Part;
  },
): Part {
  const logs = { 'Fn::Sub': `arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${id}:*` };
  const grants = [
    [['logs:CreateLogStream', 'logs:PutLogEvents'], logs] as const,
    ...(options.grants ?? []),
  ];
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: `${options.asset}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        MemorySize: 256,
        Timeout: 5,
        Role: arnOf(`${id}Role`),
        LoggingConfig: { LogGroup: id },
        Environment: { Variables: options.variables ?? {} },
        ...options.properties,
      },
    },
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Statement: [] } },
    },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: id,
        Roles: [{ Ref: `${id}Role` }],
        PolicyDocument: {
          Statement: grants.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
        },
      },
    },
  };
}
