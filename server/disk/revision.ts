import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { configFile, defaultConfig, readConfig } from '../../language/policy/config.js';
import { maxFileBytes } from '../../language/text/size.js';
import type { FileContent } from '../../language/workspace.js';
import type { PastPolicy } from '../host.js';
import { includes } from '../include.js';
import { GitProblem, runGit } from './git.js';
import { decodePolicy } from './read.js';
import { unreadable } from './unreadable.js';

/** A revision as a user names it, and the folder in it. */
export interface RevisionPlace {
  /** A folder on disk, absolute, in the repository's work tree; it need not be there any more. */
  readonly folder: string;
  /** As git takes it: `HEAD~1`, `main`, `v1.2`. */
  readonly revision: string;
  /** A path in the revision: from the top of the repository, or from `folder` where it begins with `./` or `../`. */
  readonly path?: string | undefined;
}

/** An entry of a tree: a path from its top with `/`, its kind by git's mode, and the object. */
interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  readonly size: number;
}

const modes = { link: '120000', module: '160000', folder: '040000' } as const;

/** The commit that a revision names in the repository around a folder; `undefined` where it names none. */
export async function commitOf(folder: string, revision: string): Promise<string | undefined> {
  // An option is no revision; older versions of git do not know how to be told so.
  if (revision === '' || revision.startsWith('-') || /[\0\n]/.test(revision)) return undefined;
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { out, code } = await runGit(repositoryPlace(folder), verify);
  const id = out.toString('utf8').trim().split('\n').pop() ?? '';
  return code === 0 && /^[\da-f]{40,64}$/.test(id) ? id : undefined;
}

/**
 * Reads the policy that a folder belonged to at a revision, from Git's objects alone: the work tree and the index are
 * never touched. As on disk the policy is that of the nearest `zoneflow.json` at or above the folder, in the repository.
 * Rejects with a `GitProblem`.
 */
export async function readRevision(place: RevisionPlace): Promise<PastPolicy> {
  const { folder, revision } = place;
  const top = await topOf(folder);
  const commit = await commitOf(folder, revision);
  if (commit === undefined) {
    throw new GitProblem(
      `${revision} is no revision of the repository in ${top}. Name a commit, branch or tag that \`git log\` knows; in a shallow clone fetch it first.`,
    );
  }
  const inside = await folderIn(top, commit, place);
  if (inside === undefined) {
    if (place.path !== undefined)
      throw new GitProblem(`${place.path} is not in ${revision}. Correct the path; it counts from ${top}.`);
    return { commit, root: '', config: undefined, files: new Map(), notes: [], isThere: false };
  }
  const root = await rootIn(top, commit, inside);
  const tree = await listTree(top, commit, root.folder, root.hasConfig);
  return { commit, root: root.folder, ...(await readFiles(top, tree, root)) };
}

/** The nearest folder at or above one that is there: a policy may have been deleted since. */
function repositoryPlace(folder: string): string {
  let here = path.resolve(folder);
  while (!isFolder(here) && path.dirname(here) !== here) here = path.dirname(here);
  return here;
}

const isFolder = (target: string): boolean =>
  statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The top of the work tree around a folder, absolute. */
async function topOf(folder: string): Promise<string> {
  const here = repositoryPlace(folder);
  const { out, code, why } = await runGit(here, ['rev-parse', '--show-toplevel']);
  const top = out.toString('utf8').replace(/\r?\n$/, '');
  if (code === 0 && top !== '') return path.resolve(top);
  if (why.includes('dubious ownership')) {
    throw new GitProblem(
      `git does not read the repository around ${here}, as it belongs to somebody else. Trust it by \`git config --global --add safe.directory FOLDER\`.`,
    );
  }
  throw new GitProblem(
    `${here} is in no Git work tree, so it has no revisions. Name a folder of a repository, or compare two folders.`,
  );
}

/** The folder in question as a path from the top of the repository, with `/`; '' for the top itself. */
function insideOf(top: string, { folder, path: written }: RevisionPlace): string {
  const isRelative = written !== undefined && /^\.\.?(\/|$)/.test(written);
  const target =
    written === undefined || isRelative ? path.resolve(folder, written ?? '.') : path.resolve(top, written);
  const real = realPath(target);
  const inside = path.relative(top, real).split(path.sep).join('/');
  if (inside === '..' || inside.startsWith('../') || path.isAbsolute(inside)) {
    throw new GitProblem(`${written ?? folder} is not in the repository in ${top}. Name a folder in it.`);
  }
  return inside;
}

/** The folder in question, or that of the file in question; `undefined` where the commit has no such thing. */
async function folderIn(top: string, commit: string, place: RevisionPlace): Promise<string | undefined> {
  const inside = insideOf(top, place);
  if (inside === '') return inside;
  const [entry] = await lsTree(top, [commit, '--', inside]);
  if (entry === undefined) return undefined;
  return entry.mode === modes.folder ? inside : parentOf(inside);
}

const parentOf = (inside: string): string =>
  inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/')) : '';

/** With links followed as far as the path is there: git's idea of the top has none. */
function realPath(target: string): string {
  let here = target;
  const missing: string[] = [];
  while (!existsSync(here) && path.dirname(here) !== here) {
    missing.unshift(path.basename(here));
    here = path.dirname(here);
  }
  return path.join(realpathSync(here), ...missing);
}

interface RootInTree {
  /** From the top, without `/` at its end; '' for the top. */
  readonly folder: string;
  readonly hasConfig: boolean;
}

async function rootIn(top: string, commit: string, folder: string): Promise<RootInTree> {
  const candidates: string[] = [];
  for (let here = folder; ; here = parentOf(here)) {
    candidates.push(here);
    if (here === '') break;
  }
  const configs = candidates.map((candidate) => joined(candidate, configFile));
  const entries = await lsTree(top, [commit, '--', ...configs]);
  const there = new Set(entries.filter(({ mode }) => mode !== modes.folder).map((entry) => entry.path));
  const found = candidates.find((candidate) => there.has(joined(candidate, configFile)));
  return found === undefined ? { folder, hasConfig: false } : { folder: found, hasConfig: true };
}

const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** All entries below a folder of a commit, paths relative to the folder. */
async function listTree(top: string, commit: string, folder: string, deep: boolean): Promise<Entry[]> {
  const scope = folder === '' ? [commit] : [commit, '--', `${folder}/`];
  const entries = await lsTree(top, deep ? ['-r', ...scope] : scope);
  return folder === ''
    ? entries
    : entries.map((entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) }));
}

/** Reads `MODE TYPE ID SIZE TAB PATH NUL`, as `git ls-tree -l -z` prints them. */
async function lsTree(top: string, args: readonly string[]): Promise<Entry[]> {
  const { out, code, why } = await runGit(top, ['ls-tree', '-z', '-l', '--full-tree', ...args]);
  if (code !== 0)
    throw new GitProblem(`git could not list the revision: ${lastLine(why)}. Check the repository.`);
  return out
    .toString('utf8')
    .split('\0')
    .flatMap((record) => {
      const match = /^(\d+) \S+ ([\da-f]+) +(\d+|-)\t([^]+)$/.exec(record);
      return match ? [{ mode: match[1], id: match[2], size: Number(match[3]) || 0, path: match[4] }] : [];
    });
}

const lastLine = (text: string): string => text.split('\n').pop()?.replace(/\.$/, '') || 'it gave no reason';

async function readFiles(
  top: string,
  tree: readonly Entry[],
  root: RootInTree,
): Promise<Omit<PastPolicy, 'commit' | 'root'>> {
  const byPath = new Map(tree.map((entry) => [entry.path, entry]));
  const configEntry = root.hasConfig ? byPath.get(configFile) : undefined;
  const config = configEntry && (await contents(top, byPath, [configEntry])).get(configFile);
  const { include } = config && 'text' in config ? readConfig(config.text).config : defaultConfig;
  const wanted = await includes(include);
  const others = tree
    .filter(({ path: file, mode }) => file.endsWith(`/${configFile}`) && mode !== modes.folder)
    .map(({ path: file }) => file.slice(0, -configFile.length));
  const isOwn = ({ path: file }: Entry): boolean => !others.some((folder) => file.startsWith(folder));
  const own = tree.filter(isOwn);
  const files = own.filter(
    ({ path: file, mode }) => mode !== modes.folder && mode !== modes.module && wanted(file),
  );
  const notes = own
    .filter(({ mode }) => mode === modes.module && root.hasConfig)
    .map(({ path: file }) => `${file} is a submodule, whose files are not read from the revision.`);
  return {
    config,
    files: await contents(top, byPath, files),
    notes,
    isThere: files.length > 0 || root.hasConfig,
  };
}

/** The texts of entries by path; links are followed to files of the same tree. */
async function contents(
  top: string,
  tree: ReadonlyMap<string, Entry>,
  entries: readonly Entry[],
): Promise<Map<string, FileContent>> {
  const result = new Map<string, FileContent>();
  const wanted = new Set(entries.map((entry) => entry.path));
  const links = entries.filter(({ mode }) => mode === modes.link);
  const targets = await readObjects(top, links);
  const reading: { path: string; entry: Entry }[] = [];
  for (const entry of entries) {
    const target = targets.get(entry.id);
    if (entry.mode !== modes.link || target === undefined) reading.push({ path: entry.path, entry });
    else {
      const file = path.posix.join(path.posix.dirname(entry.path), target.toString('utf8'));
      const found = tree.get(file);
      // The file is in the policy by its own name.
      if (wanted.has(file)) continue;
      if (found === undefined || found.mode === modes.link || found.mode === modes.folder)
        result.set(entry.path, { unreadable: strayLink(entry.path) });
      else reading.push({ path: entry.path, entry: found });
    }
  }
  const small = reading.filter(({ path: file, entry }) => {
    if (entry.size <= maxFileBytes) return true;
    result.set(file, unreadable(path.posix.basename(file), 'too-large'));
    return false;
  });
  const texts = await readObjects(
    top,
    small.map(({ entry }) => entry),
  );
  for (const { path: file, entry } of small) {
    const bytes = texts.get(entry.id);
    const missing = { unreadable: `${file} is not in this clone of the repository. Fetch it first.` };
    result.set(file, bytes === undefined ? missing : decodePolicy(path.posix.basename(file), bytes));
  }
  return result;
}

const strayLink = (file: string): string =>
  `${file} is a link to something that is no file of the policy’s folder in this revision, and was not read. Put the file itself in its place.`;

/** The bytes of objects by their ids; those that are not there are left out. */
async function readObjects(top: string, entries: readonly Entry[]): Promise<Map<string, Buffer>> {
  const result = new Map<string, Buffer>();
  if (entries.length === 0) return result;
  const ids = [...new Set(entries.map(({ id }) => id))];
  const { out, code, why } = await runGit(top, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  if (code !== 0)
    throw new GitProblem(`git could not read the revision: ${lastLine(why)}. Check the repository.`);
  let at = 0;
  while (at < out.length) {
    const end = out.indexOf(10, at);
    if (end < 0) break;
    const [id, kind, size] = out.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    result.set(id, out.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return result;
}
