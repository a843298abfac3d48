import type { Finding } from '../findings.js';
import { placeIn, type SourceFile } from '../names/declarations.js';
import { replacement } from '../policy/scope.js';
import { maxProblems } from '../syntax/parse.js';
import type { Item, Problem } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import { picker } from './pick.js';
import { finding } from './report.js';

const known = new WeakMap<SourceFile, readonly Finding[]>();

/** `syntax-error`: what could not be read in a file, by position. A file is another object after a change. */
export function syntaxErrors(file: SourceFile): readonly Finding[] {
  let findings = known.get(file);
  if (findings === undefined) known.set(file, (findings = find(file)));
  return findings;
}

const itemsWithProblems = picker(({ problems }: Item) => problems.length > 0);

function find(file: SourceFile): Finding[] {
  const { tree, path, text } = file;
  const findings = tree.problems.map((problem) => toFinding(problem, { file: path, ...problem.span }));
  for (const item of itemsWithProblems(tree.items)) {
    if (findings.length > maxProblems) break;
    for (const problem of tree.items[item].problems)
      findings.push(toFinding(problem, placeIn(file, item, problem.span)));
  }
  if (findings.length <= maxProblems) return findings;
  const message = `More than ${maxProblems} mistakes are in this file; the rest is not listed. Is this a policy? Correct the first ones.`;
  return [
    ...findings.slice(0, maxProblems),
    finding('syntax-error', { file: path, start: text.length, end: text.length }, message),
  ];
}

function toFinding({ code, message, replacement: mend }: Problem, place: Place): Finding {
  if (mend === undefined) return finding(code, place, message);
  const replaced = mend.before ? { ...place, end: place.start } : place;
  return finding(code, place, message, { fixes: [replacement(mend.title, replaced, mend.text)] });
}
