/** A piece of text: UTF-16 offsets, `end` exclusive. What `start` counts from is said where a span is held. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of one file of a policy: offsets from the start of that file. */
export interface Place extends Span {
  /** Path of the file relative to the policy root, with `/`. */
  readonly file: string;
}

/** Whether `offset` lies in `span`, its end included: where a cursor touches it. */
export const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;

/** The order *by place*: file path by code unit, then position. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
