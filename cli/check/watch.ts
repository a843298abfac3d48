import { watch as watchFiles } from 'chokidar';
import path from 'node:path';

/** Editors save in several steps; after the last one so much time must pass. Milliseconds. */
const quietMs = 100;

/**
 * Calls `changed` after files of policies in these folders change, come or go, never twice at once, until the process is
 * asked to end (Ctrl+C). Links are not followed, so nothing outside is watched.
 */
export async function watchPolicies(folders: readonly string[], changed: () => Promise<void>): Promise<void> {
  const watcher = watchFiles([...folders], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: isIgnored,
  });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', (event) => {
    if (event === 'addDir') return;
    clearTimeout(timer);
    timer = setTimeout(() => (running = running.then(changed)), quietMs);
  });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  clearTimeout(timer);
  await watcher.close();
  await running;
}

function isIgnored(file: string, stats?: { isFile(): boolean }): boolean {
  const name = path.basename(file);
  if (stats?.isFile()) return !name.endsWith('.zoneflow') && name !== 'zoneflow.json';
  return name === 'node_modules' || name === '.git';
}
