import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What the rules of WCAG 2.2 (A and AA) and of good practice find wrong on a page, one line each. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: { run(): Promise<Results> } }).axe;
    interface Results {
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }
    const { violations } = await checker.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}
