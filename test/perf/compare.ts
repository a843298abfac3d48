import { comparePolicies } from '../../language/diff/compare.js';
import { configFile } from '../../language/policy/config.js';
import { PolicyProject, type Snapshot } from '../../language/workspace.js';
import { Random, generatePolicy, type GeneratedFile, type Sort } from './generate.js';

/** How a policy is changed before it is compared with what it was. */
export const changes = ['nothing', 'one rule', 'all moved', 'a zone', '1 in 10', 'any to any'] as const;
export type ChangeName = (typeof changes)[number];

/** What one comparison took, in milliseconds, and what it came to. */
export interface Compared {
  /** Reading both texts and resolving their names. */
  readonly read: number;
  readonly compare: number;
  readonly allowed: number;
  readonly denied: number;
  readonly undecided: number;
  readonly pieces: number;
}

/** Compares a generated policy with a changed one, from text to the list of changes. */
export function measureComparison(sort: Sort, rules: number, change: ChangeName): Compared {
  const files = generatePolicy(sort, rules);
  const changed = changedFiles(files, change);
  const start = performance.now();
  const project = new PolicyProject('2026-11-21');
  const old = open(project, files);
  for (const { path } of files) if (!changed.some((file) => file.path === path)) project.removeFile(path);
  const next = open(project, changed);
  const read = performance.now();
  const { tiers, rulesets, pieces } = comparePolicies(old.resolved.policy, next.resolved.policy);
  const compare = performance.now();
  const books = [tiers, ...rulesets];
  const count = (list: (book: (typeof books)[number]) => readonly unknown[]): number =>
    books.reduce((sum, book) => sum + list(book).length, 0);
  return {
    read: read - start,
    compare: compare - read,
    allowed: count(({ allowed }) => allowed.changes),
    denied: count(({ denied }) => denied.changes),
    undecided: count(({ allowed, denied }) => [...allowed.undecided, ...denied.undecided]),
    pieces,
  };
}

function open(project: PolicyProject, files: readonly GeneratedFile[]): Snapshot {
  for (const { path, text } of files) {
    if (path === configFile) project.setConfig({ text });
    else project.setFile(path, { text });
  }
  const snapshot = project.snapshot();
  void snapshot.resolved;
  return snapshot;
}

/** The first line of a rule: what stands before its action, the action, and the rest. */
const rule = /^( *(?:flow [\w.-]+: )?)(allow|deny)( .*)$/gm;

/** The same files with a change in them; seeded, as the policies are. */
export function changedFiles(files: readonly GeneratedFile[], change: ChangeName): GeneratedFile[] {
  const random = new Random(7);
  const all = files.flatMap(({ text }) => text.match(rule) ?? []).length;
  const chosen = Math.floor(all / 2);
  let at = -1;
  const edited = files.map(({ path, text }): GeneratedFile => {
    if (change === 'nothing') return { path, text };
    if (change === 'a zone')
      return { path, text: text.replace(/(addresses = \d+\.\d+\.\d+\.)0\/24/, '$10/25') };
    if (change === 'any to any') return { path, text };
    return {
      path,
      text: text.replace(rule, (line, before: string, action: string, rest: string) => {
        at++;
        const flipped = `${before}${action === 'allow' ? 'deny' : 'allow'}${rest}`;
        if (change === 'one rule') return at === chosen ? flipped : line;
        if (change === '1 in 10') return random.chance(0.1) ? flipped : line;
        return line;
      }),
    };
  });
  if (change === 'all moved') return edited.map(({ path, text }) => ({ path: `moved-${path}`, text }));
  if (change === 'any to any') return [...edited, { path: 'zz.zoneflow', text: 'allow any to any on any\n' }];
  return edited;
}
