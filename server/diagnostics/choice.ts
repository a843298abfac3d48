import { byPlace } from '../../language/checks/publish.js';
import type { Finding, Severity } from '../../language/findings.js';

/**
 * Most diagnostics of one file: VS Code shows no more, and all of a file go over the wire again at each change of one. The
 * last says how many there are besides.
 */
export const mostPerFile = 1_000;

/** Of a file's diagnostics VS Code marks this many in the text: those that come first. */
const mostMarked = 500;

/**
 * What is shown of the findings in one file: those that weigh most, the first where they weigh the same. By place, where
 * all of them are marked in the text; else the heaviest first.
 */
export interface Chosen {
  readonly findings: readonly Finding[];
  /** How many findings there are besides. */
  readonly left: number;
}

/** Findings by file and by weight, the heaviest first; each list by place. */
export type Ranks = ReadonlyMap<string, readonly (readonly Finding[])[]>;

/** Findings of an earlier text, as far as they still hold. */
export interface Moved {
  readonly ranks: Ranks;
  /** Tells of a finding in a file whether it is taken over. */
  readonly holdsIn: (path: string) => (finding: Finding) => boolean;
  /** The finding where it stands now; asked of those alone that may be shown. */
  readonly move: (finding: Finding) => Finding;
}

/** By weight, the heaviest first. */
const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Ranks findings, which are by place. */
export function rank(findings: readonly Finding[]): Ranks {
  const ranks = new Map<string, Finding[][]>();
  let last: { readonly path: string; readonly lists: Finding[][] } | undefined;
  for (const finding of findings) {
    const { file } = finding.place;
    if (last?.path !== file) {
      const lists = ranks.get(file) ?? [[], [], [], []];
      ranks.set(file, lists);
      last = { path: file, lists };
    }
    last.lists[weights[finding.severity]].push(finding);
  }
  return ranks;
}

/** Chooses what is shown of each file, from findings and those of an earlier text that still hold. By path. */
export function choose(found: Ranks, moved?: Moved): Map<string, Chosen> {
  const paths = new Set([...found.keys(), ...(moved?.ranks.keys() ?? [])]);
  return new Map([...paths].map((path) => [path, chooseInFile(path, found, moved)]));
}

function chooseInFile(path: string, found: Ranks, moved: Moved | undefined): Chosen {
  const lists = found.get(path) ?? none;
  const holds = moved?.holdsIn(path);
  const kept = holds ? (moved!.ranks.get(path) ?? none).map((list) => list.filter(holds)) : none;
  const total = [...lists, ...kept].reduce((sum, { length }) => sum + length, 0);
  let room = total <= mostPerFile ? total : mostPerFile - 1;
  const shown = lists.map((list, weight) => {
    const old = kept[weight].slice(0, room);
    const both = old.length === 0 ? list : [...list.slice(0, room), ...old.map(moved!.move)].sort(byPlace);
    const part = both.slice(0, room);
    room -= part.length;
    return part;
  });
  const findings = shown.flat();
  if (findings.length <= mostMarked) findings.sort(byPlace);
  return { findings, left: total - findings.length };
}

const none: readonly (readonly Finding[])[] = [[], [], [], []];
