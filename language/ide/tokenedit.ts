/** One replacement in a list of numbers: `deleteCount` of them at `start` make room for `data`. */
export interface TokenEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: readonly number[];
}

/** Numbers that one token takes in LSP's encoding of semantic tokens (LSP 3.17, `SemanticTokens.data`). */
const tokenLength = 5;

/**
 * The one replacement that turns the encoded tokens of a text into those of a later one; none where they are the same.
 * As tokens are encoded relative to the one before, an edit leaves all but the tokens around it as they were. It begins
 * and ends between two tokens.
 */
export function tokenEdits(before: ArrayLike<number>, after: readonly number[]): TokenEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return [];
  start -= start % tokenLength;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same])
    same++;
  same -= same % tokenLength;
  return [
    { start, deleteCount: before.length - same - start, data: after.slice(start, after.length - same) },
  ];
}
