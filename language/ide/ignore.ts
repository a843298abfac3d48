import type { Span } from '../text/span.js';

/** The start of a comment that silences findings, up to its codes. */
const opening = /^\/\/\s*zoneflow-ignore\b\s*/;

/** The codes that a comment `// zoneflow-ignore CODE, CODE: reason` names, and where each stands in the file. */
export function ignoredCodes(text: string, comment: Span): { readonly code: string; readonly span: Span }[] {
  const body = text.slice(comment.start, comment.end);
  const head = opening.exec(body);
  if (head === null) return [];
  const colon = body.indexOf(':');
  const codes = body.slice(head[0].length, colon < 0 ? undefined : colon);
  const start = comment.start + head[0].length;
  return [...codes.matchAll(/[\w-]+/g)].map((match) => ({
    code: match[0],
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
}

/** Text of a comment up to the cursor, where codes may follow. */
export const ignoring = /^\/\/\s*zoneflow-ignore\s[^:]*$/;
