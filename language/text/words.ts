import { detached } from './detach.js';

const size = 32_768;
/** Longer pieces of text are not kept: they are no words that occur often. */
const longest = 80;
const known: (string | undefined)[] = new Array<string | undefined>(size).fill(undefined);

/**
 * What stands in `text` from `start` to `end`, as a string of its own: mostly the same one for all occurrences, since a
 * large policy says few words very often. A word is told by its characters before any string is made of it.
 */
export function wordAt(text: string, start: number, end: number): string {
  if (end - start > longest) return detached(text.slice(start, end));
  const hash = hashAt(text, start, end);
  const slot = (hash ^ (hash >>> 15)) & (size - 1);
  const word = known[slot];
  if (word?.length === end - start && text.startsWith(word, start)) return word;
  return (known[slot] = detached(text.slice(start, end)));
}

/** A number that is the same for all pieces of text with the same characters. */
export function hashAt(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
