import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

/** What libxml2 has against the documents; nothing when each is well-formed. One call starts one worker. */
export async function malformed(documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, n) => ({ fileName: `${n}.xml`, contents }));
  const { errors } = await validateXML({ xml, normalization: 'format' });
  return errors.map((error) => error.rawMessage);
}

/** What libxml2 has against a document by a schema of the `schemas` folder, and those it imports. */
export async function invalid(
  xml: string,
  schema: string,
  ...imported: string[]
): Promise<readonly string[]> {
  const [first, ...others] = [schema, ...imported].map((fileName) => ({
    fileName,
    contents: readFileSync(new URL(`./schemas/${fileName}`, import.meta.url), 'utf8'),
  }));
  if (!first) throw new RangeError('No schema.');
  const { errors } = await validateXML({
    xml: [{ fileName: 'page.xml', contents: xml }],
    schema: [first],
    preload: others,
  });
  return errors.map((error) => error.message);
}
