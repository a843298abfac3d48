/** Longer words are not looked up. UTF-16 units. */
const maxWord = 200;

/**
 * Among more candidates than this only one wrong letter counts as near: they are not looked at one by one, which would take
 * minutes where thousands of names are unknown, and most names of such a policy are like each other anyway.
 */
const manyCandidates = 1_000;

/**
 * The candidate that a misspelt word most likely meant, or `undefined` where none is near.
 *
 * Near is a Damerau–Levenshtein distance (optimal string alignment) of at most a third of the word's length, at least 1,
 * and exactly 1 among very many candidates; for dotted names, a last part that is the same counts as near too (`web` for
 * `shop.web`). Of equally near ones, one with the same first letter comes first, then the first in order.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  return nearest(word, lowered(candidates));
}

/** `closest` for many words and the same candidates, which are listed when the first word is looked up; words come again. */
export function speller(candidates: () => Iterable<string>): (word: string) => string | undefined {
  let list: Candidates | undefined;
  const known = new Map<string, string | undefined>();
  return (word) => {
    if (known.has(word)) return known.get(word);
    const found = nearest(word, (list ??= lowered(candidates())));
    known.set(word, found);
    return found;
  };
}

interface Candidates {
  readonly words: readonly string[];
  /** The same in small letters. */
  readonly lower: readonly string[];
  /** Index of the first of each in `lower`. */
  readonly exact: ReadonlyMap<string, number>;
  /** For very many of them: what is looked up in place of going through all. */
  readonly many?: {
    /** The letters that occur in them. */
    readonly letters: readonly string[];
    /** Index of the first that ends with these parts, after a dot. */
    readonly ends: ReadonlyMap<string, number>;
  };
}

function lowered(candidates: Iterable<string>): Candidates {
  const words = [...candidates];
  const lower = words.map((word) => word.toLowerCase());
  const exact = new Map<string, number>();
  for (let i = lower.length - 1; i >= 0; i--) exact.set(lower[i], i);
  if (words.length <= manyCandidates) return { words, lower, exact };
  const ends = new Map<string, number>();
  const letters = new Set<string>();
  lower.forEach((word, i) => {
    for (const letter of word) letters.add(letter);
    for (const end of endsOf(word)) if (!ends.has(end)) ends.set(end, i);
  });
  return { words, lower, exact, many: { letters: [...letters], ends } };
}

/** What stands behind each dot of a name. */
function endsOf(word: string): string[] {
  const ends: string[] = [];
  for (let dot = word.indexOf('.'); dot >= 0; dot = word.indexOf('.', dot + 1))
    ends.push(word.slice(dot + 1));
  return ends;
}

function nearest(word: string, candidates: Candidates): string | undefined {
  // No hand has written that, and the effort grows with the square of the length.
  if (word.length > maxWord) return undefined;
  const { words, lower, exact, many } = candidates;
  const sought = word.toLowerCase();
  const same = exact.get(sought);
  if (same !== undefined) return words[same];
  if (many !== undefined) return words[neighbour(sought, candidates, many)];
  const limit = Math.max(1, Math.floor(word.length / 3));
  const ending = `.${sought}`;
  let best: string | undefined;
  let bestCost = 2 * limit + 2;
  // Nothing but the word itself is nearer than one step with the same first letter.
  for (let i = 0; i < lower.length && bestCost > 2; i++) {
    const candidate = lower[i];
    const start = candidate[0] === sought[0] ? 0 : 1;
    const cost = 2 * stepsTo(candidate, sought, ending, (bestCost - 1 - start) >> 1) + start;
    if (cost >= bestCost) continue;
    best = words[i];
    bestCost = cost;
  }
  return best;
}

/** The index of the first candidate one step away, one with the same first letter before any other; -1 where there is none. */
function neighbour(
  word: string,
  { lower, exact }: Candidates,
  { letters, ends }: NonNullable<Candidates['many']>,
): number {
  let best = -1;
  const offer = (index: number | undefined): void => {
    if (index === undefined) return;
    const gain = Number(lower[index][0] === word[0]) - Number(lower[best]?.[0] === word[0]);
    if (best < 0 || gain > 0 || (gain === 0 && index < best)) best = index;
  };
  offer(ends.get(word));
  for (const end of endsOf(word)) offer(exact.get(end));
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at + 1)];
    if (at < word.length) offer(exact.get(head + tail));
    if (at + 1 < word.length) offer(exact.get(head + word[at + 1] + word[at] + word.slice(at + 2)));
    for (const letter of letters) {
      offer(exact.get(head + letter + word.slice(at)));
      if (at < word.length) offer(exact.get(head + letter + tail));
    }
  }
  return best;
}

/** The distance of two words that are not the same, or some number above `most`. */
function stepsTo(candidate: string, word: string, ending: string, most: number): number {
  if (candidate.endsWith(ending)) return 1;
  const rest = word.length - candidate.length;
  if (rest > 0 && word[rest - 1] === '.' && word.endsWith(candidate)) return 1;
  if (rest > most || -rest > most) return most + 1;
  return distance(candidate, word, most);
}

const rows = [0, 1, 2].map(() => new Uint16Array(2 * maxWord + 2));

/** The optimal string alignment distance, or a number above `most`, at which it stops to look. */
function distance(a: string, b: string, most: number): number {
  let start = 0;
  let endA = a.length;
  let endB = b.length;
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [lengthA, lengthB] = [endA - start, endB - start];
  if (lengthA === 0 || lengthB === 0) return lengthA + lengthB;
  let [before, row, next] = rows;
  for (let j = 0; j <= lengthB; j++) row[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    // Cells further from the diagonal than `most` are above it; those beside the band are read as such.
    const first = Math.max(1, i - most);
    const last = Math.min(lengthB, i + most);
    const far = most + 1;
    next[first - 1] = first === 1 ? i : far;
    if (i + most - 1 < lengthB) row[last] = far;
    let least = next[first - 1];
    for (let j = first; j <= last; j++) {
      const unit = a.charCodeAt(start + i - 1);
      const isSame = unit === b.charCodeAt(start + j - 1);
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (isSame ? 0 : 1));
      if (
        i > 1 &&
        j > 1 &&
        unit === b.charCodeAt(start + j - 2) &&
        a.charCodeAt(start + i - 2) === b.charCodeAt(start + j - 1)
      )
        cost = Math.min(cost, before[j - 2] + 1);
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return least;
    [before, row, next] = [row, next, before];
  }
  return row[lengthB];
}
