import { configFile } from '../language/policy/config.js';
import { Failure } from './failure.js';
import { loadPolicy, type LoadedPolicy } from './load.js';
import { relativeTo, shownName } from './report.js';
import { oneLine } from './terminal.js';
import { choosePolicies, type Chosen } from './select.js';

/** The policies that a call is about. */
export interface Selection {
  /** By path of the root, each once. */
  readonly policies: readonly LoadedPolicy[];
  /** What the user should know beside the answer: a line each. */
  readonly notes: readonly string[];
  /** Whether all that the call names, and all the policies' files, could be read. */
  readonly complete: boolean;
}

/** What a call is made in. */
export interface Place {
  /** The current directory. */
  readonly here: string;
  /** The date in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Reads the policies that the paths of a call lead to. Throws a `Failure` where there are none. */
export async function openPolicies(paths: readonly string[], place: Place): Promise<Selection> {
  return readAll(await choosePolicies(paths, place.here), place);
}

/** Reads the one policy that a path belongs to. Throws a `Failure` where it leads to none or to several. */
export async function openPolicy(
  command: string,
  paths: readonly string[],
  place: Place,
): Promise<Selection> {
  if (paths.length > 1)
    throw new Failure(`zoneflow ${command} takes one PATH, not ${paths.length}. Name one policy.`, command);
  const chosen = await choosePolicies(paths, place.here);
  if (chosen.roots.length === 1) return readAll(chosen, place);
  const names = firstOf(chosen.roots.map(({ folder }) => shownName(place.here, folder)));
  throw new Failure(
    `${paths[0] ?? '.'} holds ${chosen.roots.length} policies: ${names}. Name one of them.`,
    command,
  );
}

async function readAll({ roots, files, unsearched }: Chosen, { here, today }: Place): Promise<Selection> {
  const policies: LoadedPolicy[] = [];
  for (const root of roots) policies.push(await loadPolicy(root, today));
  const incomplete = policies.flatMap((policy) => missing(policy, here));
  const leftOut = files.flatMap(({ file, root }) => {
    const policy = policies.find(({ root: { folder } }) => folder === root);
    return policy === undefined ? [] : notInPolicy(file, policy, here);
  });
  return {
    policies,
    notes: [...unsearched, ...incomplete, ...leftOut],
    complete: unsearched.length === 0 && incomplete.length === 0,
  };
}

/** What keeps a policy from being read whole. */
function missing({ root, project, config, unreadable }: LoadedPolicy, here: string): string[] {
  const folder = shownName(here, root.folder);
  if (unreadable.length > 0) return [`Of ${folder} could not be read: ${firstOf(unreadable)}.`];
  if (project.snapshot().files.length > 0) return [];
  const remedy = config === undefined ? 'Add one' : `Add one, or correct \`include\` in its ${configFile}`;
  return [`No policy file is in ${folder}, so nothing was read. ${remedy}.`];
}

/** A file that the call names and that its policy leaves out must not pass for a checked one. */
function notInPolicy(file: string, { root, project, unreadable }: LoadedPolicy, here: string): string[] {
  const inside = relativeTo(root.folder, file);
  if (inside === configFile || project.snapshot().file(inside) || unreadable.includes(inside)) return [];
  return [
    `${shownName(here, file)} is no file of the policy in ${shownName(here, root.folder)}, which was read without it.`,
  ];
}

const firstOf = (names: readonly string[]): string =>
  names.slice(0, 5).map(oneLine).join(', ') + (names.length > 5 ? ', …' : '');
