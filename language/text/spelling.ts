/** Longer words are not looked up. UTF-16 units. */
const maxWord = 200;

/**
 * The candidate that a misspelt word most likely meant, or `undefined` where none is near.
 *
 * Near is a Damerau–Levenshtein distance (optimal string alignment) of at most a third of the word's length, at least 1;
 * for dotted names, a last part that is the same counts as near too (`web` for `shop.web`). Of equally near ones, one
 * with the same first letter comes first, then the first in order.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  // No hand has written that, and the effort grows with the square of the length.
  if (word.length > maxWord) return undefined;
  const limit = Math.max(1, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestCost = Infinity;
  for (const candidate of candidates) {
    const steps = candidateDistance(lower, candidate.toLowerCase(), limit + 1);
    const cost = 2 * steps + (candidate[0]?.toLowerCase() === lower[0] ? 0 : 1);
    if (steps > limit || cost >= bestCost) continue;
    best = candidate;
    bestCost = cost;
  }
  return best;
}

function candidateDistance(word: string, candidate: string, limit: number): number {
  if (word === candidate) return 0;
  if (candidate.endsWith(`.${word}`) || word.endsWith(`.${candidate}`)) return Math.min(1, limit);
  if (Math.abs(word.length - candidate.length) >= limit) return limit;
  return distance(word, candidate);
}

function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2] + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
