import { readdir, realpath, stat, lstat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { configFile } from '../../language/policy/config.js';
import type { Listing } from '../host.js';
import { includes } from '../include.js';
import { errorCode, isBelow } from './read.js';
import { outsideLink, unreadableFolder } from './unreadable.js';

/**
 * The nearest folder at or above `folder` with a `zoneflow.json`: the root of the policy; `undefined` where there is
 * none and the folder is a policy of its own. A `zoneflow.json` that cannot be read makes a root too, so that it is seen.
 */
export async function findRootFolder(folder: string): Promise<string | undefined> {
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    if (await holdsConfig(here)) return here;
    if (path.dirname(here) === here) return undefined;
  }
}

/** Whether a folder has a `zoneflow.json`: a file or a link, be it broken. */
async function holdsConfig(folder: string): Promise<boolean> {
  const file = path.join(folder, configFile);
  try {
    const entry = await lstat(file);
    if (entry.isSymbolicLink()) return !(await stat(file).catch(() => undefined))?.isDirectory();
    return !entry.isDirectory();
  } catch {
    return false;
  }
}

/** One walk through the folders of a policy. */
interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly wanted: (file: string) => boolean;
  readonly files: { readonly path: string; readonly real: string | undefined }[];
  readonly problems: Listing['problems'][number][];
  /** Real paths of folders that a link has led to, so that none is walked again and again. */
  readonly linked: Set<string>;
}

/**
 * The files of the policy in `root`, sorted. With `deep` all below it up to the next folder with a `zoneflow.json`, else
 * the folder alone. A link is followed where it stays in the root and leads neither back to a folder around it nor to
 * a file that is in the policy by its own name.
 */
export async function listPolicyFiles(
  root: string,
  include: readonly string[],
  deep: boolean,
): Promise<Listing> {
  const realRoot = await realpath(root).catch(() => root);
  const walk: Walk = {
    root,
    realRoot,
    wanted: await includes(include),
    files: [],
    problems: [],
    linked: new Set(),
  };
  await walkFolder(walk, '', [realRoot], deep);
  return { files: withoutTwins(walk), problems: walk.problems };
}

/** Each file once, under its own name if that is in the policy, else under the first of the links to it. */
function withoutTwins({ files, realRoot }: Walk): string[] {
  const seen = new Set(
    files.filter(({ real }) => real === undefined).map((file) => path.join(realRoot, file.path)),
  );
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted
    .filter(({ real }) => real === undefined || (!seen.has(real) && seen.add(real)))
    .map((file) => file.path);
}

/** `around` holds the real paths of the folder and of those around it; `viaLink` says that a link is among them. */
async function walkFolder(
  walk: Walk,
  folder: string,
  around: readonly string[],
  deep: boolean,
  viaLink = false,
): Promise<void> {
  const entries = await entriesOf(walk, folder);
  if (
    folder !== '' &&
    entries.some(({ name }) => name === configFile) &&
    (await holdsConfig(path.join(walk.root, folder)))
  ) {
    return;
  }
  for (const entry of entries) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) await followLink(walk, file, around, deep);
    else if (entry.isDirectory() && deep) {
      const real = path.join(around[around.length - 1], entry.name);
      if (!viaLink || take(walk, real)) await walkFolder(walk, file, [...around, real], deep, viaLink);
    } else if (entry.isFile() && walk.wanted(file)) {
      walk.files.push({
        path: file,
        real: viaLink ? path.join(around[around.length - 1], entry.name) : undefined,
      });
    }
  }
}

async function entriesOf(walk: Walk, folder: string): Promise<Dirent[]> {
  try {
    return await readdir(path.join(walk.root, folder), { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      walk.problems.push(unreadableFolder(folder, code));
    }
    return [];
  }
}

async function followLink(walk: Walk, file: string, around: readonly string[], deep: boolean): Promise<void> {
  const real = await realpath(path.join(walk.root, file)).catch(() => undefined);
  if (real === undefined) return;
  if (!isBelow(real, walk.realRoot)) {
    // A policy must not be proven without a part of it that its author sees in the folder.
    if (walk.wanted(file)) walk.problems.push(outsideLink(file));
    return;
  }
  const info = await stat(real).catch(() => undefined);
  if (info?.isFile() && walk.wanted(file)) walk.files.push({ path: file, real });
  if (info?.isDirectory() && deep && !around.includes(real) && take(walk, real)) {
    await walkFolder(walk, file, [...around, real], deep, true);
  }
}

function take(walk: Walk, real: string): boolean {
  if (walk.linked.has(real)) return false;
  walk.linked.add(real);
  return true;
}
