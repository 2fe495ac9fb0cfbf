import * as v from 'valibot';
import { type RawResource, readAssembly, type StackTemplate } from './assembly.ts';
import { evaluate, type Scope } from './intrinsics.ts';
import { arn, physicalName } from './names.ts';
import { PSEUDO_PARAMETERS, RESOURCE_TYPES, type Whereabouts } from './types.ts';
import { isObject, type Json, type JsonObject } from './value.ts';

/** A resource of the stage with its physical name; its properties are worked out when first asked for. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  /** Its Arn, where its type has one. */
  readonly arn: string;
  /** What a `Ref` to it gives. */
  readonly ref: string;
  /** Its properties, checked against a schema. @throws Error that names the resource. */
  read<S extends v.GenericSchema>(schema: S): v.InferOutput<S>;
}

export interface StackOutputs {
  readonly stack: string;
  readonly outputs: readonly {
    readonly key: string;
    readonly value: string;
    readonly exportName?: string;
  }[];
}

/** All stacks of a cloud assembly, resolved against each other. */
export interface Stage {
  /** Resources of these types, in the order of the templates. */
  of(...types: readonly string[]): readonly Resource[];
  /** Resources of types that this runtime knows nothing about. */
  readonly unknown: readonly Resource[];
  readonly stacks: readonly string[];
  /** Worked out when asked: outputs name ports and addresses. */
  outputs(): readonly StackOutputs[];
  /** The folder of an asset by its key in the bootstrap bucket. */
  asset(key: string): string | undefined;
}

/** Reads `cdk.out`. `where` may answer lazily: nothing is looked up before a property is read. */
export function openStage(folder: string, where: Whereabouts): Stage {
  const templates = readAssembly(folder);
  const exported = new Map<string, () => Json>();
  const stacks = templates.map((template) => new Stack(template, where, exported));
  const resources = stacks.flatMap((stack) => stack.resources());
  return {
    of: (...types) => resources.filter((resource) => types.includes(resource.type)),
    unknown: resources.filter(({ type }) => !(type in RESOURCE_TYPES)),
    stacks: templates.map(({ name }) => name),
    outputs: () => stacks.map((stack) => stack.outputs()),
    asset: (key) =>
      templates.map(({ assets }) => assets.get(key)).find((path) => path !== undefined),
  };
}

class Stack implements Scope {
  readonly #template: StackTemplate;
  readonly #where: Whereabouts;
  readonly #exported: Map<string, () => Json>;
  readonly #names = new Map<string, string>();

  constructor(template: StackTemplate, where: Whereabouts, exported: Map<string, () => Json>) {
    this.#template = template;
    this.#where = where;
    this.#exported = exported;
    for (const output of Object.values(template.outputs)) {
      const name = output.Export ? evaluate(output.Export.Name, this) : undefined;
      if (typeof name === 'string') exported.set(name, () => evaluate(output.Value, this) ?? null);
    }
  }

  resources(): readonly Resource[] {
    return Object.entries(this.#template.resources)
      .filter(([, { Condition }]) => Condition === undefined || this.condition(Condition))
      .map(([logicalId, raw]) => this.#resource(logicalId, raw));
  }

  outputs(): StackOutputs {
    const outputs = Object.entries(this.#template.outputs)
      .filter(([, { Condition }]) => Condition === undefined || this.condition(Condition))
      .map(([key, output]) => {
        const exportName = output.Export ? evaluate(output.Export.Name, this) : undefined;
        const value = String(evaluate(output.Value, this) ?? '');
        return typeof exportName === 'string' ? { key, value, exportName } : { key, value };
      });
    return { stack: this.#template.name, outputs };
  }

  ref(logicalId: string): Json | undefined {
    if (logicalId === 'AWS::NoValue') return undefined;
    if (logicalId === 'AWS::StackName') return this.#template.name;
    if (logicalId === 'AWS::StackId')
      return arn('cloudformation', `stack/${this.#template.name}/local`);
    const pseudo = PSEUDO_PARAMETERS[logicalId];
    if (pseudo !== undefined) return pseudo;
    const raw = this.#template.resources[logicalId];
    if (raw) return this.#refTo(logicalId, raw);
    const parameter = this.#template.parameters[logicalId];
    if (parameter?.Default !== undefined) return parameter.Default;
    throw new Error(
      `${this.#template.name}: nothing is called ${logicalId} (or its parameter has no default).`,
    );
  }

  getAtt(logicalId: string, attribute: string): Json {
    const raw = this.#raw(logicalId);
    const type = RESOURCE_TYPES[raw.Type];
    // A type that is not run has no attributes: whoever uses them gets a text that says so.
    if (!type) return `not-run-here:${logicalId}.${attribute}`;
    const value = type.attributes[attribute];
    if (!value) {
      throw new Error(
        `${this.#template.name}: ${raw.Type} has no attribute ${attribute} here (${logicalId}).`,
      );
    }
    return value(this.#named(logicalId, raw));
  }

  importValue(exportName: string): Json {
    const value = this.#exported.get(exportName);
    if (!value) throw new Error(`${this.#template.name}: no stack exports ${exportName}.`);
    return value();
  }

  condition(name: string): boolean {
    const condition = this.#template.conditions[name];
    if (condition === undefined)
      throw new Error(`${this.#template.name}: no condition is called ${name}.`);
    return evaluate(condition, this) === true;
  }

  mapping(name: string): JsonObject {
    const mapping = this.#template.mappings[name];
    if (!isObject(mapping))
      throw new Error(`${this.#template.name}: no mapping is called ${name}.`);
    return mapping;
  }

  #raw(logicalId: string): RawResource {
    const raw = this.#template.resources[logicalId];
    if (!raw) throw new Error(`${this.#template.name}: no resource is called ${logicalId}.`);
    return raw;
  }

  #named(logicalId: string, raw: RawResource) {
    const name = this.#name(logicalId, raw);
    return { stack: this.#template.name, logicalId, name, where: this.#where };
  }

  #name(logicalId: string, raw: RawResource): string {
    const known = this.#names.get(logicalId);
    if (known !== undefined) return known;
    const type = RESOURCE_TYPES[raw.Type];
    const given = type?.nameFrom ? raw.Properties?.[type.nameFrom] : undefined;
    const explicit = given === undefined ? undefined : evaluate(given, this);
    const made = type?.made ?? physicalName;
    const name = typeof explicit === 'string' ? explicit : made(this.#template.name, logicalId);
    this.#names.set(logicalId, name);
    return name;
  }

  #refTo(logicalId: string, raw: RawResource): string {
    const ref = RESOURCE_TYPES[raw.Type]?.ref;
    return ref ? ref(this.#named(logicalId, raw)) : this.#name(logicalId, raw);
  }

  #resource(logicalId: string, raw: RawResource): Resource {
    const properties = () => evaluate(raw.Properties ?? {}, this) ?? {};
    const stack = this.#template.name;
    const named = () => this.#named(logicalId, raw);
    const attribute = RESOURCE_TYPES[raw.Type]?.attributes['Arn'];
    const ref = () => this.#refTo(logicalId, raw);
    return {
      stack,
      logicalId,
      type: raw.Type,
      name: this.#name(logicalId, raw),
      get arn() {
        return attribute?.(named()) ?? '';
      },
      get ref() {
        return ref();
      },
      read(schema) {
        const result = v.safeParse(schema, properties());
        if (result.success) return result.output;
        const issue = result.issues[0];
        const path = v.getDotPath(issue) ?? '(its properties)';
        throw new Error(
          `${stack}: ${logicalId} (${raw.Type}) cannot be run: ${path}: ${issue.message}`,
        );
      },
    };
  }
}
