import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, FindingCode, Severity } from '../../language/findings.js';
import { configFile } from '../../language/policy/config.js';
import type { Place } from '../../language/text/span.js';
import { PolicyProject, type Snapshot } from '../../language/workspace.js';
import { projectRoot } from './sources.js';

/** The date of checks in tests, so that nothing changes with the calendar. */
export const dateOfTests = '2026-11-21';

/** The folders of sample policies, relative to `samples`: the sound ones, then their faulty twins. */
export function samplePolicies(): { sound: string[]; faulty: string[] } {
  const folders = (below: string): string[] =>
    readdirSync(path.join(projectRoot, 'samples', below), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => path.posix.join(below, name))
      .sort();
  return { sound: folders('').filter((name) => name !== 'faulty'), faulty: folders('faulty') };
}

/** The text of a sample's files by name, its `zoneflow.json` included if there is one. */
export function readSample(name: string): Record<string, string> {
  const folder = path.join(projectRoot, 'samples', name);
  const names = readdirSync(folder).filter((file) => file.endsWith('.zoneflow') || file === configFile);
  return Object.fromEntries(names.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

/** The policy of a sample: the files that stand in its folder. */
export const openSample = (name: string): Snapshot => openPolicy(readSample(name));

/** The policy of these files, path by path, a `zoneflow.json` perhaps among them. */
export function openPolicy(files: Readonly<Record<string, string>>): Snapshot {
  const project = new PolicyProject(dateOfTests);
  for (const [file, text] of Object.entries(files)) {
    if (file === configFile) project.setConfig({ text });
    else project.setFile(file, { text });
  }
  return project.snapshot();
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a finding is: 1-based, columns in UTF-16 units, as reports print it. */
export interface ReportedPlace {
  readonly file: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** The part of a finding that is a promise: its message may be put better at any time. */
export interface Reported extends ReportedPlace {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly rule?: string;
  readonly related?: readonly (ReportedPlace & { readonly rule?: string })[];
}

/** All findings of a policy in the form of baselines. */
export function reported(snapshot: Snapshot): Reported[] {
  return snapshot.findings().map((finding) => reportOf(snapshot, finding));
}

function reportOf(snapshot: Snapshot, { code, severity, place, rule, related }: Finding): Reported {
  return {
    code,
    severity,
    ...(rule !== undefined && { rule }),
    ...placeOf(snapshot, place),
    ...(related?.length && {
      related: related.map((other) => ({
        ...(other.rule !== undefined && { rule: other.rule }),
        ...placeOf(snapshot, other.place),
      })),
    }),
  };
}

function placeOf(snapshot: Snapshot, { file, start, end }: Place): ReportedPlace {
  const lines = snapshot.linesOf(file);
  if (lines === undefined) throw new Error(`A finding lies in ${file}, which is no file of the policy.`);
  const position = (offset: number): Position => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  return { file, range: { start: position(start), end: position(end) } };
}

/** A finding in short, for lists that a person compares: `shop.zoneflow:12 conflict`. */
export const inShort = ({ file, range, code }: Reported): string => `${file}:${range.start.line} ${code}`;
