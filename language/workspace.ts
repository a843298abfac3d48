import { analyse, type Analysis } from './analysis/index.js';
import { publish } from './checks/publish.js';
import { nameChecks, verdictChecks } from './checks/list.js';
import { finding, type CheckInput } from './checks/report.js';
import { syntaxErrors } from './checks/syntax.js';
import type { Finding } from './findings.js';
import { graphInSteps, type DrawnGraph } from './graph/build.js';
import type { Graph } from './graph/model.js';
import type { SourceFile } from './names/declarations.js';
import { carryNames } from './names/declared.js';
import { configFile, defaultConfig, readConfig, type Config } from './policy/config.js';
import { resolve, type Resolved } from './policy/resolve.js';
import { parseInSteps } from './syntax/parse.js';
import { reparse } from './syntax/reparse.js';
import { differenceOf } from './text/change.js';
import { LineIndex } from './text/lines.js';
import { isTooLarge, tooLarge } from './text/size.js';
import { finished } from './text/steps.js';

/**
 * A file of a policy as its host hands it over: its text, with the lines of that where the host knows them, or why there is
 * none (fact, then remedy).
 */
export type FileContent =
  { readonly text: string; readonly lines?: LineIndex } | { readonly unreadable: string };

/**
 * One policy root and its files: the one door to the engine. The host tells what has changed and asks for a snapshot;
 * a file that did not change keeps its tree from one snapshot to the next.
 */
export class PolicyProject {
  private readonly files = new Map<string, SourceFile>();
  private readonly unreadable = new Map<string, Finding>();
  /** Who reads a file in steps last. */
  private readonly reading = new Map<string, object>();
  private config: { readonly config: Config; readonly findings: readonly Finding[] } = {
    config: defaultConfig,
    findings: [],
  };
  private configText: string | undefined;
  private current: Snapshot | undefined;
  private version = 0;
  /** The snapshot before the current one: what it worked out and no change has touched is kept. */
  private last: Snapshot | undefined;
  private override: string | undefined;

  /** `today` is the date, `YYYY-MM-DD` in UTC, that `asOf` stands for where nothing else is said. */
  constructor(private today: string) {}

  /** Adds a file or changes it. `path` is relative to the root, with `/`. */
  setFile(path: string, content: FileContent): void {
    const known = this.files.get(path);
    this.reading.delete(path);
    if ('text' in content && known?.text === content.text) return;
    this.removeFile(path);
    const problem = 'unreadable' in content ? content.unreadable : tooLargeText(path, content.text);
    if (problem !== undefined) {
      this.unreadable.set(path, finding('syntax-error', { file: path, start: 0, end: 0 }, problem));
    } else if ('text' in content) {
      const { text, lines } = content;
      const file = known ? changeFile(known, text, lines) : finished(readFileInSteps(path, text, lines));
      this.files.set(path, file);
    }
    this.current = undefined;
  }

  /** The same in steps, which a long text takes that is read for the first time. Only at their end the file is there. */
  *setFileInSteps(path: string, content: FileContent): Generator<void, void> {
    if ('text' in content && !this.files.has(path) && tooLargeText(path, content.text) === undefined) {
      const token = {};
      this.reading.set(path, token);
      const file = yield* readFileInSteps(path, content.text, content.lines);
      // What has been set or removed meanwhile is newer.
      if (this.reading.get(path) !== token) return;
      this.removeFile(path);
      this.files.set(path, file);
      this.current = undefined;
    } else this.setFile(path, content);
  }

  removeFile(path: string): void {
    this.reading.delete(path);
    if (this.files.delete(path) || this.unreadable.delete(path)) this.current = undefined;
  }

  /** Sets what `zoneflow.json` holds; `undefined` where there is none. */
  setConfig(content: FileContent | undefined): void {
    const text = content && 'text' in content ? content.text : undefined;
    if (content && 'unreadable' in content) {
      const place = { file: configFile, start: 0, end: 0 };
      this.config = { config: defaultConfig, findings: [finding('syntax-error', place, content.unreadable)] };
    } else if (text !== this.configText || this.config.findings.length > 0) {
      this.config = text === undefined ? { config: defaultConfig, findings: [] } : readConfig(text);
    }
    this.configText = text;
    this.current = undefined;
  }

  /** Sets the date that `today` means, and a date that wins over `asOf` of `zoneflow.json`. */
  setDate(today: string, override?: string): void {
    if (today === this.today && override === this.override) return;
    this.today = today;
    this.override = override;
    this.current = undefined;
  }

  get settings(): Config {
    return this.config.config;
  }

  /** The policy as it is now. The same object until something changes. */
  snapshot(): Snapshot {
    if (this.current === undefined) {
      const { asOf } = this.config.config;
      const date = this.override ?? (asOf === 'today' ? this.today : asOf);
      const files = [...this.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
      const given = [...this.config.findings, ...this.unreadable.values()];
      this.current = new Snapshot(
        ++this.version,
        files,
        this.config.config,
        this.configText ?? '',
        date,
        given,
        this.last,
      );
      this.last = this.current;
    }
    return this.current;
  }
}

/** What an earlier snapshot has worked out. */
interface Earlier {
  resolved?: Resolved | undefined;
  analysis?: Analysis | undefined;
}

/** One state of a policy, immutable. What costs time is worked out when it is first asked for, and kept. */
export class Snapshot {
  private resolvedPolicy: Resolved | undefined;
  private policyAnalysis: Analysis | undefined;
  private wholeGraph: DrawnGraph | undefined;
  private early: readonly Finding[] | undefined;
  private all: readonly Finding[] | undefined;
  private readonly byPath: ReadonlyMap<string, SourceFile>;
  private configLines: LineIndex | undefined;
  /** Let go of as soon as it has been built on: a snapshot that is kept shall not keep the one before it. */
  private readonly earlier: Earlier;

  constructor(
    /** Grows by one with each snapshot of a project. */
    readonly version: number,
    /** By path. */
    readonly files: readonly SourceFile[],
    readonly config: Config,
    private readonly configText: string,
    /** The date of the check, `YYYY-MM-DD`. */
    readonly asOf: string,
    private readonly given: readonly Finding[],
    before?: Snapshot,
  ) {
    this.earlier = before?.worked() ?? {};
    this.byPath = new Map(files.map((file) => [file.path, file]));
  }

  /** What a later snapshot can build on: the newest that has been worked out here or before. */
  private worked(): Earlier {
    // Until the findings are there, those of before are worth more than the few rules that have been judged since.
    const isDone = this.all !== undefined || this.earlier.analysis === undefined;
    const analysis = isDone && this.policyAnalysis?.isJudged() ? this.policyAnalysis : this.earlier.analysis;
    return { resolved: this.resolvedPolicy ?? this.earlier.resolved, analysis };
  }

  file(path: string): SourceFile | undefined {
    return this.byPath.get(path);
  }

  /** The lines of a file that a finding may stand in, `zoneflow.json` included. */
  linesOf(path: string): LineIndex | undefined {
    if (path === configFile) return (this.configLines ??= new LineIndex(this.configText));
    return this.byPath.get(path)?.lines;
  }

  /** Names resolved. */
  get resolved(): Resolved {
    this.resolvedPolicy ??= resolve(this.files, this.asOf, this.earlier.resolved);
    this.earlier.resolved = undefined;
    return this.resolvedPolicy;
  }

  /** Exact answers about what the policy allows. */
  get analysis(): Analysis {
    return (this.policyAnalysis ??= analyse(this.resolved.policy, {}, this.earlier.analysis));
  }

  /** The segment graph with all levels, or as many as can be drawn. */
  get graph(): Graph {
    return this.drawnGraph.graph;
  }

  /** The same, with what could not be drawn. */
  get drawnGraph(): DrawnGraph {
    return finished(this.graphInSteps());
  }

  /** The same in steps: between two of them the caller may see to something else, or give up for a newer snapshot. */
  *graphInSteps(): Generator<void, DrawnGraph> {
    return (this.wholeGraph ??= yield* graphInSteps(this.analysis));
  }

  /** Findings that need no verdicts: of the text, the names and the values. Comments and severities are not applied. */
  private *quickInSteps(): Generator<void, readonly Finding[]> {
    if (this.early !== undefined) return this.early;
    const found = [...this.given, ...this.files.flatMap(syntaxErrors)];
    void this.resolved;
    yield;
    for (const finding of this.resolved.findings) found.push(finding);
    for (const check of nameChecks) {
      yield;
      for (const finding of check(this.checkInput)) found.push(finding);
    }
    return (this.early = found);
  }

  private get quick(): readonly Finding[] {
    return finished(this.quickInSteps());
  }

  /**
   * Findings that need no verdicts, as they are shown, in steps. Whether a comment silences anything is not known by then.
   */
  *earlyFindingsInSteps(): Generator<void, readonly Finding[]> {
    const found = yield* this.quickInSteps();
    return publish(found, this.files, this.config).filter(({ code }) => code !== 'unused-ignore');
  }

  /** All findings, by place, as they are shown: silenced ones left out, with the severities of `zoneflow.json`. */
  findings(): readonly Finding[] {
    return finished(this.findingsInSteps());
  }

  /** The same in steps: between two of them the caller may see to something else, or give up for a newer snapshot. */
  *findingsInSteps(): Generator<void, readonly Finding[]> {
    if (this.all !== undefined) return this.all;
    const found = [yield* this.quickInSteps()];
    yield;
    void this.analysis;
    yield;
    while (!this.analysis.judgeStep()) yield;
    for (const check of verdictChecks) {
      found.push(check(this.analysis, this.checkInput));
      yield;
    }
    this.earlier.analysis = undefined;
    this.analysis.settle();
    return (this.all = publish(found.flat(), this.files, this.config));
  }

  /** How many mistakes keep the text from being read as it was meant. */
  get syntaxErrorCount(): number {
    return this.quick.filter(({ code }) => code === 'syntax-error').length;
  }

  private get checkInput(): CheckInput {
    const { policy, declarations, uses } = this.resolved;
    return { policy, declarations, uses, files: this.files, config: this.config };
  }
}

/** Reads one file. */
export function readFile(path: string, text: string): SourceFile {
  return finished(readFileInSteps(path, text));
}

function* readFileInSteps(
  path: string,
  text: string,
  lines = new LineIndex(text),
): Generator<void, SourceFile> {
  return { path, text, lines, tree: yield* parseInSteps(text, lines) };
}

/** Reads a file anew after a change: items that the change does not touch stay the same objects. */
export function changeFile(file: SourceFile, text: string, known?: LineIndex): SourceFile {
  const change = known?.changeSince(file.lines) ?? differenceOf(file.text, text);
  const lines = known ?? file.lines.edited(text, change.start, change.end, change.newEnd - change.end);
  const changed = { path: file.path, text, lines, tree: reparse(file.tree, change, text, lines).tree };
  carryNames(file, changed);
  return changed;
}

/** Why a text is not read, if it is not. */
function tooLargeText(path: string, text: string): string | undefined {
  return isTooLarge(text) ? tooLarge(path.slice(path.lastIndexOf('/') + 1)) : undefined;
}
