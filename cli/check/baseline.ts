import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FindingCode } from '../../language/findings.js';
import { Failure } from '../failure.js';
import { fingerprints } from '../fingerprint.js';
import { reasonOf } from '../reason.js';
import {
  countOf,
  makeReport,
  relativeTo,
  type PolicyReport,
  type Report,
  type ReportFinding,
} from '../report.js';

/**
 * The findings that a team has decided to live with for now, so that a policy can be adopted as it is and only what is new
 * fails. In the file one line for each, sorted, so that two branches merge.
 */
export interface Baseline {
  /** Absolute path of the file. Paths in it count from its folder. */
  readonly file: string;
  readonly known: ReadonlySet<string>;
}

/** An entry of the file: the fingerprint decides, the rest is for readers. */
interface Entry {
  readonly fingerprint: string;
  readonly code: FindingCode;
  readonly file: string;
}

/** What does not parse is not proven to be anything, so nobody can have agreed to it. */
const canBeKnown = ({ code }: ReportFinding): boolean => code !== 'syntax-error';

/** Reads a baseline. Throws a `Failure` where that is none. */
export function readBaseline(name: string, here: string): Baseline {
  const file = path.resolve(here, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(
      `The baseline ${name} cannot be read: ${reasonOf(error)}. Correct the path, or write it with --update-baseline.`,
      'check',
    );
  }
  const known = fingerprintsIn(text);
  if (known === undefined)
    throw new Failure(`${name} is no baseline of version 1. Write it anew with --update-baseline.`, 'check');
  return { file, known };
}

function fingerprintsIn(text: string): Set<string> | undefined {
  try {
    const { version, findings } = JSON.parse(text) as { version?: unknown; findings?: unknown };
    if (version !== 1 || !Array.isArray(findings)) return undefined;
    return new Set(findings.map((entry: Partial<Entry> | null) => String(entry?.fingerprint)));
  } catch {
    return undefined;
  }
}

/** Writes all findings of a report as the baseline. Throws a `Failure` where that cannot be done. */
export function writeBaseline(name: string, report: Report, here: string): Baseline {
  const file = path.resolve(here, name);
  const entries = report.policies.flatMap((policy) => entriesOf(policy, file, here));
  const kept = entries.filter(({ finding }) => canBeKnown(finding)).map(({ entry }) => entry);
  const lines = kept.map((entry) => JSON.stringify(entry)).sort();
  const list = lines.length === 0 ? '' : `\n${lines.map((line) => `    ${line}`).join(',\n')}\n  `;
  try {
    writeFileSync(file, `{\n  "version": 1,\n  "findings": [${list}]\n}\n`);
  } catch (error) {
    throw new Failure(
      `The baseline ${name} cannot be written: ${reasonOf(error)}. Correct the path.`,
      'check',
    );
  }
  return { file, known: new Set(kept.map(({ fingerprint }) => fingerprint)) };
}

/** A report without what the baseline knows; how many findings that left out, and how many of it are found no more. */
export function withoutKnown(
  report: Report,
  { file, known }: Baseline,
  here: string,
): { readonly report: Report; readonly left: number; readonly gone: number } {
  const met = new Set<string>();
  const policies = report.policies.map((policy): PolicyReport => {
    const findings = entriesOf(policy, file, here).flatMap(({ finding, entry }) => {
      const isKnown = canBeKnown(finding) && known.has(entry.fingerprint);
      if (isKnown) met.add(entry.fingerprint);
      return isKnown ? [] : [finding];
    });
    return { ...policy, findings, counts: countOf(findings) };
  });
  return { report: makeReport(policies), left: met.size, gone: known.size - met.size };
}

function entriesOf(
  { policy, findings, sources }: PolicyReport,
  baseline: string,
  here: string,
): { finding: ReportFinding; entry: Entry }[] {
  const root = relativeTo(path.dirname(baseline), path.resolve(here, policy));
  const fingerprint = fingerprints(root, sources);
  return findings.map((finding) => ({
    finding,
    entry: {
      file: path.posix.join(root, finding.file),
      code: finding.code,
      fingerprint: fingerprint(finding),
    },
  }));
}
