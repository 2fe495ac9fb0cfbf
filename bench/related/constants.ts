import { registerHooks } from 'node:module';

/** A constant of the engine with another value than today's. */
export interface Constant {
  /** The module's file in `lib/domain/related`. */
  readonly module: string;
  readonly name: string;
  /** As it would stand in the source. */
  readonly value: string;
}

/** Which module sets the constant to what, wherever it stands. */
const declared = (name: string): RegExp =>
  new RegExp(`^((?:export )?const ${name}(?:: number)? = )([^;\\n]+);$`, 'gm');

/** A module's source with other values. Throws where a constant is not declared exactly once: nothing would vary. */
export function withConstants(source: string, constants: readonly Constant[]): string {
  return constants.reduce((text, { module, name, value }) => {
    const found = [...text.matchAll(declared(name))];
    if (found.length !== 1)
      throw new Error(`${module} declares ${name} ${found.length} times: expected once.`);
    if (found[0]?.[2] === value) throw new Error(`${name} of ${module} is ${value} already.`);
    return text.replace(declared(name), (_, before: string) => `${before}${value};`);
  }, source);
}

/**
 * Has every module that is loaded from now on set these values: so constants vary, and the engine needs no parameters
 * for it. To be called before the engine is imported, in a process of its own.
 *
 * @returns throws if a module with such a constant was not loaded since.
 */
export function loadWith(constants: readonly Constant[]): () => void {
  const loaded = new Set<string>();
  registerHooks({
    load(url, context, next) {
      const result = next(url, context);
      const own = constants.filter(({ module }) => url.endsWith(`/lib/domain/related/${module}`));
      if (own.length === 0) return result;
      for (const { module } of own) loaded.add(module);
      return { ...result, source: withConstants(String(result.source), own) };
    },
  });
  return () => {
    for (const { module, name } of constants)
      if (!loaded.has(module)) throw new Error(`${module} was not loaded: ${name} is as ever.`);
  };
}
