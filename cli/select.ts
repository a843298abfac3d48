import { statSync } from 'node:fs';
import path from 'node:path';
import { configFile, readConfig } from '../language/policy/config.js';
import { listPolicyFiles } from '../server/disk/discover.js';
import { readFileOf } from '../server/disk/read.js';
import { Failure } from './failure.js';
import { reasonOf } from './reason.js';
import { holdsPolicyFiles, policyEnding, rootAround, rootsBelow, type PolicyRoot } from './roots.js';

/** A folder that could be searched holds no policy. */
export class NoPolicy extends Failure {}

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
 * Finds the policy that each path belongs to; of a folder that holds none, every policy below it. A `zoneflow.json` without
 * a policy file makes no policy where there are others below it. No path stands for the current directory, `here`. Throws
 * a `Failure` where a path cannot be read or leads to no policy.
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
  const isOne = around.hasConfig ? !(await isBare(around)) : holdsFiles(given, target);
  if (isOne) return [around];
  const found = rootsBelow(target, (folder, error) => {
    unsearched.push(`${folder} could not be searched for policies: ${reasonOf(error)}.`);
  });
  // Files of a policy that its `include` leaves out make no policy of their own.
  const below = await withoutBare(around.hasConfig ? found.filter(({ hasConfig }) => hasConfig) : found);
  if (below.length > 0) return below;
  if (around.hasConfig) return [around];
  throw new NoPolicy(
    `${shown(given)} holds no policy: no *${policyEnding} file is in it or below it. Name a folder that has some.`,
  );
}

/** The roots, by path as they are given, but for bare ones with others below them. */
async function withoutBare(roots: readonly PolicyRoot[]): Promise<PolicyRoot[]> {
  const kept: PolicyRoot[] = [];
  for (const [at, root] of roots.entries()) {
    const holdsNext = roots[at + 1]?.folder.startsWith(root.folder + path.sep) ?? false;
    if (!holdsNext || !(await isBare(root))) kept.push(root);
  }
  return kept;
}

/** Whether a root has no policy file, and nothing that its policy would report of its settings or its folders. */
async function isBare({ folder, hasConfig }: PolicyRoot): Promise<boolean> {
  const content = hasConfig ? await readFileOf(folder, path.join(folder, configFile)) : undefined;
  if (content === undefined || !('text' in content)) return false;
  const { config, findings } = readConfig(content.text);
  if (findings.length > 0) return false;
  const listed = await listPolicyFiles(folder, config.include, true);
  return listed.files.length === 0 && listed.problems.length === 0;
}

function holdsFiles(given: string, target: string): boolean {
  try {
    return holdsPolicyFiles(target);
  } catch (error) {
    throw cannotRead(given, error);
  }
}

const cannotRead = (given: string, error: unknown): Failure =>
  new Failure(`${shown(given)} cannot be read: ${reasonOf(error)}. Correct the path.`);

/** A path as the call names it, visible also where it is empty. */
const shown = (given: string): string => (given === '' ? '""' : given);
