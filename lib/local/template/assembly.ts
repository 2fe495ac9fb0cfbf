import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Json } from './value.ts';

/** One synthesized stack: its template, and where the folder of each asset lies. */
export interface StackTemplate {
  readonly name: string;
  readonly resources: Readonly<Record<string, RawResource>>;
  readonly outputs: Readonly<Record<string, RawOutput>>;
  readonly parameters: Readonly<Record<string, { readonly Default?: Json | undefined }>>;
  readonly conditions: Readonly<Record<string, Json>>;
  readonly mappings: Readonly<Record<string, Json>>;
  /** Absolute paths by the key the asset has in the bootstrap bucket (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
}

export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, Json>> | undefined;
  readonly Condition?: string | undefined;
}

export interface RawOutput {
  readonly Value: Json;
  readonly Condition?: string | undefined;
  readonly Export?: { readonly Name: Json } | undefined;
}

/** Only the shape is checked: what values hold is JSON by nature. */
const Table = v.optional(v.record(v.string(), v.unknown()), {});
const Template = v.object({
  Resources: v.optional(
    v.record(
      v.string(),
      v.looseObject({ Type: v.string(), Properties: Table, Condition: v.optional(v.string()) }),
    ),
    {},
  ),
  Outputs: v.optional(v.record(v.string(), v.looseObject({ Value: v.unknown() })), {}),
  Parameters: v.optional(v.record(v.string(), v.looseObject({})), {}),
  Conditions: Table,
  Mappings: Table,
});

interface TemplateFile {
  readonly Resources: StackTemplate['resources'];
  readonly Outputs: StackTemplate['outputs'];
  readonly Parameters: StackTemplate['parameters'];
  readonly Conditions: StackTemplate['conditions'];
  readonly Mappings: StackTemplate['mappings'];
}

const Manifest = v.object({
  artifacts: v.optional(
    v.record(
      v.string(),
      v.object({
        type: v.string(),
        dependencies: v.optional(v.array(v.string()), []),
        properties: v.optional(
          v.looseObject({
            templateFile: v.optional(v.string()),
            stackName: v.optional(v.string()),
            directoryName: v.optional(v.string()),
            file: v.optional(v.string()),
          }),
          {},
        ),
      }),
    ),
    {},
  ),
});

type Artifacts = v.InferOutput<typeof Manifest>['artifacts'];

const Assets = v.object({
  files: v.optional(
    v.record(
      v.string(),
      v.object({
        source: v.object({ path: v.optional(v.string()) }),
        destinations: v.optional(v.record(v.string(), v.object({ objectKey: v.string() })), {}),
      }),
    ),
    {},
  ),
});

/**
 * The stacks of a cloud assembly (`cdk.out`), those of nested stages too, each after the stacks it depends on.
 *
 * @throws Error in one line when the folder is no synthesized app.
 */
export function readAssembly(folder: string): readonly StackTemplate[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new Error(
      `${folder} holds no synthesized app (no manifest.json): run “npm run synth” first.`,
    );
  }
  const { artifacts } = read(manifest, Manifest);
  const assets = assetsOf(folder, artifacts);
  return inOrder(artifacts).flatMap((id) => {
    const artifact = artifacts[id];
    if (artifact?.type === 'cdk:cloud-assembly' && artifact.properties.directoryName) {
      return readAssembly(join(folder, artifact.properties.directoryName));
    }
    if (artifact?.type !== 'aws:cloudformation:stack' || !artifact.properties.templateFile)
      return [];
    const template = read(join(folder, artifact.properties.templateFile), Template) as TemplateFile;
    const stack: StackTemplate = {
      name: artifact.properties.stackName ?? id,
      resources: template.Resources,
      outputs: template.Outputs,
      parameters: template.Parameters,
      conditions: template.Conditions,
      mappings: template.Mappings,
      assets,
    };
    return [stack];
  });
}

function assetsOf(folder: string, artifacts: Artifacts): ReadonlyMap<string, string> {
  const files = Object.values(artifacts)
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .flatMap(({ properties: { file } }) =>
      file ? Object.values(read(join(folder, file), Assets).files) : [],
    );
  const keyed = files.flatMap(({ source, destinations }) =>
    Object.values(destinations).map(
      ({ objectKey }) => [objectKey, join(folder, source.path ?? '')] as const,
    ),
  );
  return new Map(keyed);
}

/** Depth-first, so that a dependency comes before what needs it; the manifest's own order otherwise. */
function inOrder(artifacts: Artifacts): readonly string[] {
  const seen = new Set<string>();
  const visit = (id: string): readonly string[] => {
    if (seen.has(id)) return [];
    seen.add(id);
    return [...(artifacts[id]?.dependencies ?? []).flatMap(visit), id];
  };
  return Object.keys(artifacts).flatMap(visit);
}

function read<S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S> {
  try {
    return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be read (${reason}): synthesize the app again.`, { cause });
  }
}
