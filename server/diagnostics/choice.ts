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

/** Findings of an earlier text, by place, as far as they still hold. */
export interface Moved {
  readonly findings: readonly Finding[];
  /** How much further on a finding stands; `undefined` where it is not taken over. Makes nothing: it is asked of thousands. */
  readonly shiftOf: (finding: Finding) => number | undefined;
  /** The finding where it stands now; asked of those alone that are shown. */
  readonly move: (finding: Finding) => Finding;
}

/** Chooses from findings, by place, together with those of an earlier text, what is shown of each file. By path. */
export function choose(found: readonly Finding[], moved: Moved = nothing): Map<string, Chosen> {
  const files = new Files();
  for (const finding of found) files.of(finding).count(finding);
  for (const finding of moved.findings)
    if (moved.shiftOf(finding) !== undefined) files.of(finding).count(finding);
  let next = 0;
  const takeUpTo = (limit: Finding | undefined): void => {
    for (; next < moved.findings.length; next++) {
      const finding = moved.findings[next];
      const shift = moved.shiftOf(finding);
      if (shift === undefined) continue;
      if (limit !== undefined && !isBefore(finding, shift, limit)) return;
      if (files.of(finding).takes(finding)) files.of(finding).chosen.push(moved.move(finding));
    }
  };
  for (const finding of found) {
    takeUpTo(finding);
    if (files.of(finding).takes(finding)) files.of(finding).chosen.push(finding);
  }
  takeUpTo(undefined);
  return new Map([...files.byPath].map(([path, file]) => [path, file.result()]));
}

const nothing: Moved = { findings: [], shiftOf: () => 0, move: (finding) => finding };

/** Whether a finding, moved, stands before another by place. */
function isBefore({ place }: Finding, shift: number, { place: other }: Finding): boolean {
  if (place.file !== other.file) return place.file < other.file;
  const [start, end] = [place.start + shift, place.end + shift];
  return start < other.start || (start === other.start && end < other.end);
}

/** By weight, the heaviest first. */
const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

class Files {
  readonly byPath = new Map<string, FileChoice>();
  private last: FileChoice | undefined;
  private lastPath: string | undefined;

  of({ place: { file } }: Finding): FileChoice {
    if (this.last !== undefined && file === this.lastPath) return this.last;
    let choice = this.byPath.get(file);
    if (choice === undefined) this.byPath.set(file, (choice = new FileChoice()));
    this.lastPath = file;
    return (this.last = choice);
  }
}

/** What is chosen of one file: first all is counted, then taken as long as there is room for its weight. */
class FileChoice {
  readonly chosen: Finding[] = [];
  private readonly counts = [0, 0, 0, 0];
  private room: number[] | undefined;

  count({ severity }: Finding): void {
    this.counts[weights[severity]]++;
  }

  takes({ severity }: Finding): boolean {
    this.room ??= this.share();
    return this.room[weights[severity]]-- > 0;
  }

  result(): Chosen {
    const { chosen } = this;
    const weighing = (weight: number): Finding[] =>
      chosen.filter(({ severity }) => weights[severity] === weight);
    const findings =
      chosen.length > mostMarked ? this.counts.flatMap((_, weight) => weighing(weight)) : chosen;
    return { findings, left: this.total - chosen.length };
  }

  private get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  private share(): number[] {
    let free = this.total <= mostPerFile ? this.total : mostPerFile - 1;
    return this.counts.map((count) => {
      const part = Math.min(count, free);
      free -= part;
      return part;
    });
  }
}
