import { statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../server/disk/read.js';
import { Failure } from './failure.js';
import { holdsPolicyFiles, policyEnding, rootAround, rootsBelow, type PolicyRoot } from './roots.js';

/** The policies that the paths of a call lead to. */
export interface Chosen {
  /** By path, each once. */
  readonly roots: readonly PolicyRoot[];
  /** Files that the call names, absolute, and their policy's root. */
  readonly files: readonly { readonly file: string; readonly root: string }[];
  /** Folders that could not be searched for policies, as notes. */
  readonly unsearched: readonly string[];
}

/**
 * Finds the policy that each path belongs to; of a folder that holds none, every policy below it. No path stands for the
 * current directory, `here`. Throws a `Failure` where a path cannot be read or leads to no policy.
 */
export async function choosePolicies(paths: readonly string[], here: string): Promise<Chosen> {
  const roots = new Map<string, PolicyRoot>();
  const files: { file: string; root: string }[] = [];
  const unsearched: string[] = [];
  for (const given of paths.length === 0 ? ['.'] : paths) {
    const target = path.resolve(here, given);
    if (isFolder(given, target)) {
      for (const root of await rootsOfFolder(given, target, unsearched)) roots.set(root.folder, root);
    } else {
      const root = await rootOfFile(given, target);
      roots.set(root.folder, root);
      files.push({ file: target, root: root.folder });
    }
  }
  const sorted = [...roots.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  return { roots: sorted, files, unsearched };
}

function isFolder(given: string, target: string): boolean {
  try {
    return statSync(target).isDirectory();
  } catch (error) {
    throw cannotRead(given, error);
  }
}

async function rootOfFile(given: string, target: string): Promise<PolicyRoot> {
  const root = await rootAround(path.dirname(target));
  if (root.hasConfig || target.endsWith(policyEnding)) return root;
  throw new Failure(`${given} is no policy file. Name a *${policyEnding} file or a folder.`);
}

async function rootsOfFolder(given: string, target: string, unsearched: string[]): Promise<PolicyRoot[]> {
  const around = await rootAround(target);
  if (around.hasConfig || holdsFiles(given, target)) return [around];
  const below = rootsBelow(target, (folder, error) => {
    unsearched.push(`${folder} could not be searched for policies: ${reasonOf(error)}.`);
  });
  if (below.length > 0) return below;
  throw new Failure(
    `${given} holds no policy: no *${policyEnding} file is in it or below it. Name a folder that has some.`,
  );
}

function holdsFiles(given: string, target: string): boolean {
  try {
    return holdsPolicyFiles(target);
  } catch (error) {
    throw cannotRead(given, error);
  }
}

const cannotRead = (given: string, error: unknown): Failure =>
  new Failure(`${given === '' ? '""' : given} cannot be read: ${reasonOf(error)}. Correct the path.`);

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOTDIR: 'a part of it is no folder',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'it is too long',
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return reasons[code] ?? `the system says ${code}`;
}
