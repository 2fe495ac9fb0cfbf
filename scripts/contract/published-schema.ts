import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

/** A JSON Schema (2020-12) of the parts that the contract's schemas use. */
export interface PublishedSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, PublishedSchema>>;
  readonly required?: readonly string[];
  readonly items?: PublishedSchema;
  readonly anyOf?: readonly PublishedSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly additionalProperties?: unknown;
}

/**
 * What a sender may send, as JSON Schema. Rules that it cannot express (a visible character, parents of sections, real
 * dates) are checked by the stage all the same.
 */
export function publishedSchema(name: string, schema: v.GenericSchema): PublishedSchema {
  const converted = convert(schema);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name, ...converted };
}

/** Through text: the converter's own type knows more keywords than are used, and JSON is what is published. */
function convert(schema: v.GenericSchema): PublishedSchema {
  const options = 'options' in schema && schema.type === 'lazy' ? schema.options : undefined;
  if (Array.isArray(options))
    return { anyOf: options.map((option: v.GenericSchema) => convert(option)) };
  const { $schema: _, ...rest }: PublishedSchema = JSON.parse(
    JSON.stringify(
      toJsonSchema(schema, {
        target: 'draft-2020-12',
        typeMode: 'input',
        errorMode: 'ignore',
        overrideSchema: ({ valibotSchema }) =>
          valibotSchema !== schema && valibotSchema.type === 'lazy'
            ? JSON.parse(JSON.stringify(convert(valibotSchema)))
            : undefined,
      }),
    ),
  );
  return rest;
}
