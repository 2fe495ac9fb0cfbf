import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];

const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
  const folder = process.env[variable];
  return folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : [];
});

/** The path of a Chrome or Chromium of this machine, or `undefined`. CHROME_PATH comes first. */
export function findBrowser() {
  const own = process.env.CHROME_PATH;
  if (own) return isExecutable(own) ? own : undefined;
  return [...onPath(), ...MAC, ...WINDOWS, ...fromPlaywright()].find(isExecutable);
}

function onPath() {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.flatMap((name) => endings.map((end) => join(folder, name + end))));
}

/** Browsers that Playwright has downloaded for other projects of this user. */
function fromPlaywright() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((name) => name.startsWith('chromium-'))
    .sort()
    .reverse()
    .map((name) => join(cache, name, 'chrome-linux', 'chrome'));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
