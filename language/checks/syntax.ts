import type { Finding } from '../findings.js';
import { placeIn, type SourceFile } from '../names/declarations.js';
import { replacement } from '../policy/scope.js';
import { maxProblems } from '../syntax/parse.js';
import type { Problem } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import { finding } from './report.js';

/** `syntax-error`: what could not be read in a file, by position. */
export function syntaxErrors(file: SourceFile): Finding[] {
  const { tree, path, text } = file;
  const findings = tree.problems.map((problem) => toFinding(problem, { file: path, ...problem.span }));
  tree.items.forEach((item, index) => {
    if (findings.length > maxProblems) return;
    for (const problem of item.problems)
      findings.push(toFinding(problem, placeIn(file, index, problem.span)));
  });
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
