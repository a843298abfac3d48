/**
 * A copy of a string that shares no memory with it.
 *
 * Engines make a piece of a string as a view on the whole. A short name that outlives an edit would so keep the whole
 * text of the file as it was before that edit, and a thousand edits a thousand texts.
 */
export const detached = (text: string): string => (text.length < 2 ? text : ` ${text}`.slice(1));

const anything = /^/;

/**
 * The same string, kept in one piece.
 *
 * Engines keep a string that was put together as a tree of its parts until somebody looks into it. Of a sentence with a
 * few names in it the tree takes up three times what the sentence does.
 */
export function inOnePiece(text: string): string {
  anything.test(text);
  return text;
}
