/**
 * Zoneflow as a library: the engine of the editor and of the command line, with plain data in and out.
 *
 * Nothing here touches a disk or a network: the caller reads the files. The clock is asked for today's date alone, when a
 * policy is opened; with `asOf` it does not matter.
 */
import type { Explanation as EngineExplanation } from '../language/analysis/index.js';
import { comparePolicies } from '../language/diff/compare.js';
import type { Change as EngineChange } from '../language/diff/model.js';
import { endsInWords, termsInWords } from '../language/diff/words.js';
import type { Connection, Finding, FindingCode, Severity } from '../language/findings.js';
import { formatText } from '../language/format/format.js';
import { buildGraph } from '../language/graph/build.js';
import type { Graph } from '../language/graph/model.js';
import { isDate } from '../language/policy/properties.js';
import { readQuestion } from '../language/policy/question.js';
import { tiers, type Policy as EnginePolicy, type Rule, type TierName } from '../language/policy/model.js';
import { PolicyProject, type Snapshot } from '../language/workspace.js';

export { defaultSeverity, type Connection, type FindingCode, type Severity } from '../language/findings.js';
export type { Graph, GraphEdge, GraphNode } from '../language/graph/model.js';
export type { TierName } from '../language/policy/model.js';

/** A policy as it is handed over. */
export interface PolicyOptions {
  /** The text of each `.zoneflow` file by its path relative to the policy root, with `/`. */
  readonly files: Readonly<Record<string, string>>;
  /** What `zoneflow.json` holds, if there is one. Its `include` is the caller's to heed. */
  readonly config?: string;
  /** The date of the check, `YYYY-MM-DD`; wins over `asOf` of `zoneflow.json`. */
  readonly asOf?: string;
}

/** A position in a file: line and column from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A piece of a file of the policy. */
export interface Location {
  /** Relative to the policy root. */
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** What a check has found, in the shape that `zoneflow check --format json` prints. */
export interface PolicyFinding extends Location {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The fact, then the remedy. */
  readonly message: string;
  /** The rule that it is about: its flow name, or the name made from its content. */
  readonly rule?: string;
  readonly related: readonly (Location & { readonly rule?: string; readonly message: string })[];
  /** A connection that shows it. */
  readonly witness?: Connection;
  /** Of `never … reaches`: the chain; `witness` is its first connection. */
  readonly path?: readonly Connection[];
}

/** A question about connections, its parts written as in a rule. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly on: string;
  /** Identities; left out, every one and none. */
  readonly as?: string;
  /** Conditions that hold at least. */
  readonly when?: readonly string[];
}

/** Connections of a question that one rule decides, or that none does. */
export interface DecidedPart {
  readonly verdict: 'allow' | 'deny';
  /** The rule's name; `default` where no rule decides, which denies. */
  readonly by: string;
  readonly tier?: TierName;
  /** Where the rule stands. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** One of the connections. */
  readonly example: Connection;
}

export interface Explanation {
  /** `empty`: the question describes no connection. */
  readonly verdict: 'allow' | 'deny' | 'partly' | 'empty';
  /** By place; the default last. */
  readonly parts: readonly DecidedPart[];
  /** False where the limit of effort was hit: then parts may be missing. */
  readonly complete: boolean;
}

/** Connections that one policy allows and another does not. */
export interface Change {
  /** Who may connect to whom, as a rule would say it. */
  readonly from: string;
  readonly to: string;
  /** Services, then identities and conditions where these matter. */
  readonly on: string;
  readonly example: Connection;
  /** Whether all of these connections change; if not, at least the example does, and none outside of them. */
  readonly isExact: boolean;
  /** Names of the rules that allow them in the one policy, and of those that deny them in the other: none where no rule decides. */
  readonly allowedBy: readonly string[];
  readonly deniedBy: readonly string[];
}

/** What a change of a policy opens and closes. */
export interface Difference {
  readonly allowed: readonly Change[];
  readonly denied: readonly Change[];
  /** What is not listed is proven to be decided as before. */
  readonly isProven: boolean;
}

/** A policy to ask. What an earlier answer has worked out is kept where a change does not touch it. */
export interface Policy {
  /** Every finding, by place, as `zoneflow check` prints it. */
  findings(): PolicyFinding[];
  /** Who decides the connections of a question. Throws an `Error` that says which part of it cannot be read, and why. */
  explain(question: Question): Explanation;
  /** The segment graph down to `depth` levels of zones; all unless told. */
  graph(options?: { readonly depth?: number }): Graph;
  /** Adds a file or changes it. */
  setFile(path: string, text: string): void;
  removeFile(path: string): void;
}

/** Opens a policy. Never throws because of what the files hold; throws a `RangeError` where `asOf` is no date. */
export function openPolicy({ files, config, asOf }: PolicyOptions): Policy {
  if (asOf !== undefined && !isDate(asOf))
    throw new RangeError(`asOf ${JSON.stringify(asOf)} is no day. Write it as 2027-03-31.`);
  const today = new Date().toISOString().slice(0, 10);
  const project = new PolicyProject(today);
  project.setDate(today, asOf);
  if (config !== undefined) project.setConfig({ text: config });
  for (const [path, text] of Object.entries(files)) project.setFile(path, { text });
  const policy: Policy = {
    findings: () => {
      const snapshot = project.snapshot();
      return snapshot.findings().map((finding) => toFinding(snapshot, finding));
    },
    explain: (question) => explain(project.snapshot(), question),
    graph: (options) => buildGraph(project.snapshot().analysis, options),
    setFile: (path, text) => project.setFile(path, { text }),
    removeFile: (path) => project.removeFile(path),
  };
  projects.set(policy, project);
  return policy;
}

/** What stands behind each policy that was opened. */
const projects = new WeakMap<Policy, PolicyProject>();

/** What the second policy allows and denies otherwise than the first, exactly, at the date of the second. Rule sets are left out. */
export function compare(before: Policy, after: Policy): Difference {
  const [old, next] = [before, after].map((policy) => projects.get(policy)?.snapshot().resolved.policy);
  if (old === undefined || next === undefined)
    throw new TypeError('Compare policies that openPolicy has made.');
  const { tiers: found, isProven } = comparePolicies(old, next);
  return {
    allowed: found.allowed.changes.map((change) => toChange(change, next)),
    denied: found.denied.changes.map((change) => toChange(change, old)),
    isProven,
  };
}

const toChange = (change: EngineChange, policy: EnginePolicy): Change => ({
  from: endsInWords(change.from, policy),
  to: endsInWords(change.to, policy),
  on: termsInWords(change, policy),
  example: change.example,
  isExact: change.isExact,
  allowedBy: change.allowedBy.map(({ name }) => name),
  deniedBy: change.deniedBy.map(({ name }) => name),
});

/** The canonical layout of a file's text. What does not parse stays as it is. */
export const format = (text: string): string => formatText(text);

function toFinding(snapshot: Snapshot, finding: Finding): PolicyFinding {
  const { code, severity, message, place, rule, witness, path } = finding;
  return {
    code,
    severity,
    message,
    ...locate(snapshot, place),
    ...(rule !== undefined && { rule }),
    related: (finding.related ?? []).map((other) => ({
      ...locate(snapshot, other.place),
      ...(other.rule !== undefined && { rule: other.rule }),
      message: other.message,
    })),
    ...(witness && { witness }),
    ...(path && { path }),
  };
}

function locate(snapshot: Snapshot, { file, start, end }: Finding['place']): Location {
  const lines = snapshot.linesOf(file);
  const position = (offset: number): Position => {
    const { line, column } = lines?.positionAt(offset) ?? { line: 0, column: 0 };
    return { line: line + 1, column: column + 1 };
  };
  return { file, range: { start: position(start), end: position(end) } };
}

function explain(snapshot: Snapshot, { from, to, on, as, when }: Question): Explanation {
  const question = { source: from, destination: to, services: on, identities: as, conditions: when };
  const read = readQuestion(snapshot.resolved, question);
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join(' '));
  const { verdict, parts, complete } = snapshot.analysis.explain(read.traffic);
  return { verdict, complete, parts: parts.map((part) => toPart(snapshot, part)) };
}

function toPart(
  snapshot: Snapshot,
  { action, rule, example }: EngineExplanation['parts'][number],
): DecidedPart {
  if (rule === undefined) return { verdict: action, by: 'default', example };
  return { verdict: action, by: rule.name, ...standing(snapshot, rule), example };
}

function standing(snapshot: Snapshot, rule: Rule): Pick<DecidedPart, 'tier' | 'file' | 'line'> {
  const place = snapshot.resolved.policy.placeOf(rule);
  return { tier: tiers[rule.tier], file: place.file, line: locate(snapshot, place).range.start.line };
}
