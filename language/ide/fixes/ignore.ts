import type { Finding, FindingCode, Fix, Focus } from '../../findings.js';
import type { SourceFile } from '../../names/declarations.js';
import { ignoredCodes } from '../ignore.js';
import { fix, indentAt, insert, lineBreak, replace, wholeLines } from '../../fixes/edits.js';

/** Mistakes that keep the policy from meaning what it says: to silence one mends nothing. */
const unsilenced: readonly FindingCode[] = [
  ...(['syntax-error', 'unknown-name', 'duplicate-name', 'cyclic-reference'] as const),
  ...(['invalid-value', 'unknown-property', 'unused-ignore'] as const),
];

/** Stands for the reason until somebody writes one. */
const reason = 'say why';

function focusOn(text: string): Focus {
  const start = text.lastIndexOf(reason);
  return { edit: 0, start, end: start + reason.length, rename: false };
}

/** A comment on the line before that silences the finding; its reason is left to fill in. */
export function silencing(file: SourceFile, { code, place }: Finding): Fix[] {
  if (unsilenced.includes(code)) return [];
  const start = file.lines.lineStart(file.lines.lineAt(place.start));
  const first = start + indentAt(file, place.start).length;
  const comment = `${indentAt(file, first)}// zoneflow-ignore ${code}: ${reason}${lineBreak(file)}`;
  const focus = focusOn(comment);
  return [{ ...fix(`Silence \`${code}\` here, with a reason`, insert(file, start, comment)), focus }];
}

/** A comment that silences nothing goes, or gets the reason that it lacks. */
export function uselessComment(file: SourceFile, { place }: Finding): Fix[] {
  const codes = ignoredCodes(file.text, place);
  const body = file.text.slice(place.start, place.end);
  const fixes: Fix[] = [];
  if (codes.length > 0 && /^[^:]*:?\s*$/.test(body)) {
    const text = `${body.replace(/\s*:?\s*$/, '')}: ${reason}`;
    fixes.push({ ...fix('Add a reason', replace(file, place, text)), focus: focusOn(text) });
  }
  if (codes.length <= 1) fixes.push(fix('Delete the comment', replace(file, wholeLines(file, place), '')));
  return fixes;
}
