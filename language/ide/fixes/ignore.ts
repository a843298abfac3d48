import type { Finding, FindingCode, Fix } from '../../findings.js';
import type { SourceFile } from '../../names/declarations.js';
import { ignoredCodes } from '../ignore.js';
import { fix, indentAt, insert, lineBreak, replace, wholeLines } from '../../fixes/edits.js';

/** Mistakes that keep the policy from meaning what it says: to silence one mends nothing. */
const unsilenced: readonly FindingCode[] = [
  ...(['syntax-error', 'unknown-name', 'duplicate-name', 'cyclic-reference'] as const),
  ...(['invalid-value', 'unknown-property', 'unused-ignore'] as const),
];

/** A comment on the line before that silences the finding; its reason is left to fill in. */
export function silencing(file: SourceFile, { code, place }: Finding): Fix[] {
  if (unsilenced.includes(code)) return [];
  const start = file.lines.lineStart(file.lines.lineAt(place.start));
  const first = start + indentAt(file, place.start).length;
  const comment = `${indentAt(file, first)}// zoneflow-ignore ${code}: say why${lineBreak(file)}`;
  return [fix(`Silence \`${code}\` here, with a reason`, insert(file, start, comment))];
}

/** A comment that silences nothing goes, or gets the reason that it lacks. */
export function uselessComment(file: SourceFile, { place }: Finding): Fix[] {
  const codes = ignoredCodes(file.text, place);
  const body = file.text.slice(place.start, place.end);
  const fixes: Fix[] = [];
  if (codes.length > 0 && /^[^:]*:?\s*$/.test(body)) {
    fixes.push(fix('Add a reason', replace(file, place, `${body.replace(/\s*:?\s*$/, '')}: say why`)));
  }
  if (codes.length <= 1) fixes.push(fix('Delete the comment', replace(file, wholeLines(file, place), '')));
  return fixes;
}
