/** The path of a Chrome or Chromium of this machine, or `undefined`. CHROME_PATH comes first. */
export function findBrowser(): string | undefined;
