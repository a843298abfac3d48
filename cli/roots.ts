import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { configFile } from '../language/policy/config.js';
import { findRootFolder } from '../server/disk/discover.js';

/** How the names of policy files end. */
export const policyEnding = '.zoneflow';

/** A policy root on disk. */
export interface PolicyRoot {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Whether a `zoneflow.json` makes it a root. Without one only files of the folder itself belong to the policy. */
  readonly hasConfig: boolean;
}

/** The root that what stands in a folder belongs to; `folder` is absolute. */
export async function rootAround(folder: string): Promise<PolicyRoot> {
  const root = await findRootFolder(folder);
  return root === undefined ? { folder, hasConfig: false } : { folder: root, hasConfig: true };
}

/** Whether policy files stand in the folder itself. Throws what the file system throws. */
export const holdsPolicyFiles = (folder: string): boolean => entriesOf(folder).some(isPolicyFile);

const isPolicyFile = (entry: Dirent): boolean =>
  entry.name.endsWith(policyEnding) && !entry.name.startsWith('.') && !entry.isDirectory();

const isConfig = (entry: Dirent): boolean => entry.name === configFile && !entry.isDirectory();

/**
 * Whether policies are looked for in a folder. Hidden folders and installed packages hold none of the user's own; links
 * are not followed, so that no search runs in circles.
 */
const isSearched = (entry: Dirent): boolean =>
  entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';

/** By name, in an order that is the same on every system. */
const entriesOf = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * Every policy root below a folder that belongs to none itself, by path: folders with a `zoneflow.json`, and folders with
 * policy files that no such folder is above of. `unreadable` is told of folders that cannot be listed.
 */
export function rootsBelow(
  folder: string,
  unreadable: (folder: string, error: unknown) => void,
): PolicyRoot[] {
  const found: PolicyRoot[] = [];
  const waiting = [{ folder, claimed: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { folder: here, claimed } = next;
    try {
      const entries = entriesOf(here);
      const hasConfig = entries.some(isConfig);
      if (hasConfig || (!claimed && entries.some(isPolicyFile))) found.push({ folder: here, hasConfig });
      const below = entries.filter(isSearched).map(({ name }) => path.join(here, name));
      waiting.push(...below.reverse().map((inner) => ({ folder: inner, claimed: claimed || hasConfig })));
    } catch (error) {
      unreadable(here, error);
    }
  }
  return found;
}
