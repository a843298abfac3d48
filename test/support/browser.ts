import type { Browser } from 'playwright-core';

/** The project's folder, seen from the sources as from what is compiled to `out/`; ends with a slash. */
export const projectFolder = new URL(
  import.meta.url.includes('/out/test/support/') ? '../../../' : '../../',
  import.meta.url,
);

/** A browser without a window: the machine's own, else one from the npm registry. Rejects, and says what to do, without any. */
export async function startBrowser(): Promise<Browser> {
  const { href } = new URL('scripts/host/browser.mjs', projectFolder);
  const host = (await import(href)) as { launchBrowser: () => Promise<Browser> };
  return host.launchBrowser();
}
