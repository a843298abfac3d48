import path from 'node:path';
import type { Connection, Finding, FindingCode, Severity } from '../language/findings.js';
import { LineIndex } from '../language/text/lines.js';
import type { Place } from '../language/text/span.js';
import { configFile } from '../language/policy/config.js';
import type { Snapshot } from '../language/workspace.js';
import { oneLine } from './terminal.js';
import type { LoadedPolicy } from './load.js';

/** 1-based, columns in UTF-16 units. */
export interface ReportPosition {
  readonly line: number;
  readonly column: number;
}

export interface ReportPlace {
  /** Relative to the policy's root, with `/`. */
  readonly file: string;
  readonly range: { readonly start: ReportPosition; readonly end: ReportPosition };
}

export interface ReportRelated extends ReportPlace {
  readonly rule: string | undefined;
  readonly message: string;
}

/** A finding as reports print it. */
export interface ReportFinding extends ReportPlace {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly rule: string | undefined;
  readonly related: readonly ReportRelated[];
  readonly witness: Connection | undefined;
  readonly path: readonly Connection[] | undefined;
}

/** The text that findings lie in. */
export interface ReportSource {
  readonly text: string;
  readonly lines: LineIndex;
}

export type Counts = Readonly<Record<Severity, number>>;

/** What the check of one policy came to. */
export interface PolicyReport {
  /** The root relative to the current directory, with `/`; `.` for that directory itself. */
  readonly policy: string;
  readonly findings: readonly ReportFinding[];
  readonly counts: Counts;
  /** All rules, expired and ruleset rules too. */
  readonly rules: number;
  readonly files: readonly string[];
  /** The date of the check, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** By path relative to the root, `zoneflow.json` included. */
  readonly sources: ReadonlyMap<string, ReportSource>;
}

/** What a check came to: every format is a pure function of it. */
export interface Report {
  /** By path of the root. */
  readonly policies: readonly PolicyReport[];
  readonly counts: Counts;
}

export function makeReport(policies: readonly PolicyReport[]): Report {
  return { policies, counts: sum(policies.map(({ counts }) => counts)) };
}

/** Checks a policy; `here` is the current directory, `working` is called now and then while it goes on. */
export function reportOn(loaded: LoadedPolicy, here: string, working: () => void = () => {}): PolicyReport {
  const snapshot = loaded.project.snapshot();
  const findings = findAll(snapshot, working);
  const sources = new Map<string, ReportSource>(snapshot.files.map((file) => [file.path, file]));
  if (loaded.config && 'text' in loaded.config) {
    sources.set(configFile, { text: loaded.config.text, lines: new LineIndex(loaded.config.text) });
  }
  return {
    policy: relativeTo(here, loaded.root.folder),
    findings: findings.map((finding) => toReport(finding, sources)),
    counts: countOf(findings),
    rules: snapshot.resolved.ruleCount,
    files: snapshot.files.map((file) => file.path),
    asOf: snapshot.asOf,
    sources,
  };
}

function findAll(snapshot: Snapshot, working: () => void): readonly Finding[] {
  const steps = snapshot.findingsInSteps();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    working();
  }
}

/** A path as reports print it: relative to `here`, with `/`. */
export const relativeTo = (here: string, target: string): string =>
  path.relative(here, target).split(path.sep).join('/') || '.';

/** The same for people: no name can pass for something else. */
export const shownName = (here: string, target: string): string => oneLine(relativeTo(here, target));

/** A file of a policy relative to the current directory. */
export const fileFromHere = (policy: string, file: string): string => path.posix.join(policy, file);

function toReport(finding: Finding, sources: PolicyReport['sources']): ReportFinding {
  const { code, severity, message, place, rule, witness, path } = finding;
  const related = (finding.related ?? []).map((other) => ({
    ...toPlace(other.place, sources),
    rule: other.rule,
    message: other.message,
  }));
  return { code, severity, message, ...toPlace(place, sources), rule, related, witness, path };
}

/** A file that could not be read has one position. */
function toPlace({ file, start, end }: Place, sources: PolicyReport['sources']): ReportPlace {
  const lines = sources.get(file)?.lines;
  const position = (offset: number): ReportPosition => {
    const { line, column } = lines?.positionAt(offset) ?? { line: 0, column: 0 };
    return { line: line + 1, column: column + 1 };
  };
  return { file, range: { start: position(start), end: position(end) } };
}

/** How many findings of each severity there are. */
export function countOf(findings: readonly { readonly severity: Severity }[]): Counts {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

function sum(all: readonly Counts[]): Counts {
  const add = (severity: Severity): number => all.reduce((total, counts) => total + counts[severity], 0);
  return { error: add('error'), warning: add('warning'), info: add('info'), hint: add('hint') };
}
