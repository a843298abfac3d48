import { byPlace } from '../../language/checks/publish.js';
import type { Finding, Severity } from '../../language/findings.js';
import { firstThat } from '../../language/text/search.js';

/**
 * Most diagnostics of one file: VS Code shows no more, and all of a file go over the wire again at each change of one. The
 * last says how many there are besides.
 */
export const mostPerFile = 1_000;

/** Of a file's diagnostics VS Code marks this many in the text: those that come first. */
const mostMarked = 500;

/** Of each weight so many findings before the place of an edit, and as many behind it, are marked in any case. */
const mostNear = 30;

/**
 * What is shown of the findings in one file: those around the last edit, then those that weigh most, the first where they
 * weigh the same. By place, where all of them are marked in the text; else in that order.
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

/** Where a file was last edited, if it was: an offset. */
export type EditedAt = (path: string) => number | undefined;

/** Chooses what is shown of each file, from findings and those of an earlier text that still hold. By path. */
export function choose(found: Ranks, editedAt: EditedAt, moved?: Moved): Map<string, Chosen> {
  const paths = new Set([...found.keys(), ...(moved?.ranks.keys() ?? [])]);
  return new Map([...paths].map((path) => [path, chooseInFile(path, found, editedAt(path), moved)]));
}

function chooseInFile(
  path: string,
  found: Ranks,
  edited: number | undefined,
  moved: Moved | undefined,
): Chosen {
  const lists = found.get(path) ?? none;
  const holds = moved?.holdsIn(path);
  const kept = holds ? (moved!.ranks.get(path) ?? none).map((list) => list.filter(holds)) : none;
  const total = [...lists, ...kept].reduce((sum, { length }) => sum + length, 0);
  const at = total > mostMarked ? edited : undefined;
  const parts = lists.map((list, weight): Split => {
    const [now, old] = [splitAt(list, at), splitAt(kept[weight], at)];
    return {
      near: merged(now.near, old.near, moved),
      far: (room) => merged(now.far(room), old.far(room), moved).slice(0, room),
    };
  });
  const findings = parts.flatMap(({ near }) => near).sort(byPlace);
  const most = total <= mostPerFile ? total : mostPerFile - 1;
  for (const { far } of parts) findings.push(...far(most - findings.length));
  if (findings.length <= mostMarked) findings.sort(byPlace);
  return { findings, left: total - findings.length };
}

const none: readonly (readonly Finding[])[] = [[], [], [], []];

/** Findings of one weight: those around an edit, and so many of the others. Each by place. */
interface Split {
  readonly near: readonly Finding[];
  readonly far: (room: number) => readonly Finding[];
}

function splitAt(list: readonly Finding[], edited: number | undefined): Split {
  if (edited === undefined) return { near: [], far: (room) => list.slice(0, room) };
  const middle = firstThat(0, list.length, (index) => list[index].place.start >= edited);
  const [from, to] = [Math.max(0, middle - mostNear), middle + mostNear];
  return {
    near: list.slice(from, to),
    far: (room) => [...list.slice(0, Math.min(from, room)), ...list.slice(to, to + Math.max(0, room - from))],
  };
}

/** Findings together with those of an earlier text, which are put where they stand now. */
const merged = (
  now: readonly Finding[],
  old: readonly Finding[],
  moved: Moved | undefined,
): readonly Finding[] => (old.length === 0 ? now : [...now, ...old.map(moved!.move)].sort(byPlace));
