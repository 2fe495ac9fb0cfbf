import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';

/** A headless Chromium that talks to nobody but the page it is shown. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath)
    throw new Error('No Chrome or Chromium was found: install the package chromium.');
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
