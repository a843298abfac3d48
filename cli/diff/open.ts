import { existsSync } from 'node:fs';
import path from 'node:path';
import { configFile, defaultConfig, readConfig } from '../../language/policy/config.js';
import { PolicyProject, type FileContent, type Snapshot } from '../../language/workspace.js';
import { GitProblem } from '../../server/disk/git.js';
import { commitOf, readRevision, type RevisionPlace } from '../../server/disk/revision.js';
import { Failure } from '../failure.js';
import { readPolicy, unreadableIn, type PolicyTexts } from '../load.js';
import type { Place } from '../policies.js';
import { shownName } from '../report.js';
import type { PolicyRoot } from '../roots.js';
import { choosePolicies, NoPolicy } from '../select.js';

/** One of two policies to compare, as a call names it. */
export interface Operand {
  readonly text: string;
  /** Absolute, where the text names something on disk; a revision otherwise. */
  readonly target: string | undefined;
}

/** The texts of one side, and what is to be known of it. */
export interface SideTexts extends PolicyTexts {
  /** As the user knows it. */
  readonly name: string;
  /** The whole id of the commit; `undefined` for what is on disk. */
  readonly commit: string | undefined;
  /** What stands before a file of the policy where it is named: `policies/shop/`, `HEAD~1:policies/shop/`. */
  readonly prefix: string;
  readonly isThere: boolean;
  readonly notes: readonly string[];
}

/** One side, resolved. */
export interface OpenedSide extends SideTexts {
  readonly snapshot: Snapshot;
  /** Paths of what should be read and could not be. */
  readonly unreadable: readonly string[];
}

/** The two sides that the operands of a call name; what is on disk comes before a revision of the same name. */
export function readOperands(operands: readonly string[], here: string): [Operand, Operand] {
  if (operands.length > 2)
    throw new Failure(
      `zoneflow diff takes OLD and NEW, not ${operands.length} names. Leave some out.`,
      'diff',
    );
  const given = operands.map((text): Operand => {
    const target = path.resolve(here, text);
    // Looked up as it is written: `HEAD:../..` is no path, though it would lead somewhere with its dots worked out.
    const written = path.isAbsolute(text) ? text : `${here}${path.sep}${text}`;
    return { text, target: text !== '' && !text.includes('\0') && existsSync(written) ? target : undefined };
  });
  const present: Operand = { text: '.', target: here };
  const last: Operand = { text: 'HEAD', target: undefined };
  const [first, second] = given;
  if (first === undefined) return [last, present];
  if (second !== undefined) return [first, second];
  return first.target === undefined ? [first, present] : [last, first];
}

/** Reads the texts of both sides. Throws a `Failure` where one cannot be had. */
export async function readSides(
  operands: readonly [Operand, Operand],
  { here }: Place,
): Promise<[SideTexts, SideTexts]> {
  const old = operands[0];
  const next = await orDeleted(operands[1], old, here);
  const roots = [await rootOf(old, here, next), await rootOf(next, here, old)];
  const folder = (roots[0] ?? roots[1] ?? (await rootHere(here)))?.folder ?? here;
  const read = async (operand: Operand, root: PolicyRoot | undefined): Promise<SideTexts> =>
    root === undefined ? readPast(operand.text, folder, here) : readPresent(operand.text, root, here);
  const sides: [SideTexts, SideTexts] = [await read(old, roots[0]), await read(next, roots[1])];
  if (!sides.some(({ isThere }) => isThere))
    throw new Failure(
      `Neither ${old.text} nor ${next.text} holds a policy. Name a folder of one: ${old.text}:FOLDER.`,
    );
  return sides;
}

/** What is neither on disk nor a revision, but a folder of a policy in the revision it is compared with, was deleted since. */
async function orDeleted(operand: Operand, { text, target }: Operand, here: string): Promise<Operand> {
  if (operand.target !== undefined || target !== undefined || /[:~^@]/.test(operand.text)) return operand;
  const gone = path.resolve(here, operand.text);
  const wasThere = async (): Promise<boolean> =>
    (await commitOf(here, operand.text)) === undefined &&
    (await readRevision(await placeOf(text.replace(/:.*$/, ''), gone, here))).isThere;
  return (await wasThere().catch(() => false)) ? { text: operand.text, target: gone } : operand;
}

/** The root of the one policy that an operand on disk leads to. */
async function rootOf(
  { text, target }: Operand,
  here: string,
  other: Operand,
): Promise<PolicyRoot | undefined> {
  if (target === undefined) return undefined;
  if (!existsSync(target)) return { folder: target, hasConfig: false };
  const { roots } = await choosePolicies([text], here).catch((error: unknown) => {
    // Compared with a revision, it may have had a policy then.
    if (!(error instanceof NoPolicy) || other.target !== undefined) throw error;
    return { roots: [{ folder: target, hasConfig: false }] };
  });
  if (roots.length === 1) return roots[0];
  const names = roots.slice(0, 5).map(({ folder }) => shownName(here, folder));
  throw new Failure(
    `${text} holds ${roots.length} policies: ${names.join(', ')}${roots.length > 5 ? ', …' : ''}. Name one of them.`,
    'diff',
  );
}

/** Between two revisions the policy of the current directory is meant, if there is one by now. */
async function rootHere(here: string): Promise<PolicyRoot | undefined> {
  const { roots } = await choosePolicies(['.'], here).catch(() => ({ roots: [] }));
  return roots.length === 1 ? roots[0] : undefined;
}

async function readPresent(name: string, root: PolicyRoot, here: string): Promise<SideTexts> {
  const isGone = !existsSync(root.folder);
  const texts = isGone
    ? { config: undefined, files: new Map<string, FileContent>() }
    : await readPolicy(root);
  const folder = shownName(here, root.folder);
  const isThere = root.hasConfig || texts.files.size > 0;
  return {
    ...texts,
    name,
    commit: undefined,
    prefix: folder === '.' ? '' : `${folder}/`,
    isThere,
    notes: isThere ? [] : [`There is no policy at \`${name}\` now: it is compared with an empty one.`],
  };
}

async function readPast(text: string, folder: string, here: string): Promise<SideTexts> {
  try {
    const place = await placeOf(text, folder, here);
    const { commit, root, config, files, notes, isThere } = await readRevision(place);
    if (!isThere && place.path !== undefined)
      throw new Failure(
        `${text} holds no policy: no *.zoneflow file is in that folder of the revision. Correct the path.`,
      );
    const absent = isThere ? [] : [`There was no policy at \`${text}\`: it is compared with an empty one.`];
    const prefix = `${place.revision}:${root === '' ? '' : `${root}/`}`;
    return { name: text, commit, config, files, prefix, isThere, notes: [...absent, ...notes] };
  } catch (error) {
    if (error instanceof GitProblem) throw new Failure(`${notOnDisk(text)}${error.message}`);
    throw error;
  }
}

/** What is not found as a revision can be a misspelt folder, unless it is written as only revisions are. */
const notOnDisk = (text: string): string =>
  /[:~^@]/.test(text) ? '' : `There is no file or folder ${text === '' ? '""' : text}. `;

/** `REVISION`, or `REVISION:PATH`. What is a revision as a whole is one, though it may have a colon. */
async function placeOf(text: string, folder: string, here: string): Promise<RevisionPlace> {
  const colon = text.indexOf(':');
  if (colon > 0 && (await commitOf(folder, text)) === undefined)
    return { folder: here, revision: text.slice(0, colon), path: text.slice(colon + 1) || '.' };
  return { folder, revision: text };
}

/** Resolves both sides with one date: `asOf`, or else that of the new one. */
export function openSides(
  sides: readonly [SideTexts, SideTexts],
  today: string,
  asOf: string | undefined,
): [OpenedSide, OpenedSide] {
  const date = asOf ?? dateOf(sides[1], today);
  // One project for both: what the two have in common is read once.
  const project = new PolicyProject(today);
  project.setDate(today, date);
  const open = (side: SideTexts, before: SideTexts | undefined): OpenedSide => {
    for (const file of before?.files.keys() ?? []) if (!side.files.has(file)) project.removeFile(file);
    project.setConfig(side.config);
    for (const [file, content] of side.files) project.setFile(file, content);
    const snapshot = project.snapshot();
    // Before the next one is made, which takes from it what has not changed.
    void snapshot.resolved;
    return { ...side, snapshot, unreadable: unreadableIn(side) };
  };
  return [open(sides[0], undefined), open(sides[1], sides[0])];
}

function dateOf({ config }: SideTexts, today: string): string {
  const { asOf } = config && 'text' in config ? readConfig(config.text).config : defaultConfig;
  return asOf === 'today' ? today : asOf;
}

/** What of a side could not be read, for a note. */
export function unreadNotes({ name, unreadable }: OpenedSide): string[] {
  if (unreadable.length === 0) return [];
  const files = [...unreadable].sort().slice(0, 5).join(', ') + (unreadable.length > 5 ? ', …' : '');
  const why = unreadable.includes(configFile) ? '' : ' `zoneflow check` says why.';
  return [`Of ${name} could not be read: ${files}.${why}`];
}
