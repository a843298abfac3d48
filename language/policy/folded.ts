import { placeIn } from '../names/declarations.js';
import { ownText, type OwnText } from '../syntax/shaped.js';
import type { RuleItem } from '../syntax/tree.js';
import { detached } from '../text/detach.js';
import type { Span } from '../text/span.js';
import type { Site } from './scope.js';

/** The statement of a rule on one line, or what it can be made from later, whatever becomes of the file. */
export const wordsOf = (site: Site, node: RuleItem): string | OwnText =>
  ownText(node) ?? folded(textAt(site, node.body));

/** A piece of an item's text. */
export function textAt(site: Site, span: Span): string {
  const { start, end } = placeIn(site.file, site.item, span);
  return detached(site.file.text.slice(start, end));
}

/** The statement of a rule on one line. */
export const foldedText = (words: OwnText): string => folded(words.ownBody());

/**
 * A statement on one line: comments left out, white space and trailing commas as the canonical layout has them, so that
 * a rule keeps its name when it is laid out anew.
 */
export function folded(text: string): string {
  return isSimple(text) || !(unfolded.test(text) || unspaced.test(text)) ? text : fold(text);
}

/** Whether a text is words with one space between each two. Most are, and this is the quickest to find out. */
function isSimple(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === space ? before === space : code < space || code > lastAscii || isMark[code]) return false;
    if (before === slash && (code === slash || code === star)) return false;
    before = code;
  }
  return true;
}

const space = ' '.charCodeAt(0);
const slash = '/'.charCodeAt(0);
const star = '*'.charCodeAt(0);
const lastAscii = 126;
const isMark = Array.from({ length: 128 }, (_, code) => '[]{},:"'.includes(String.fromCharCode(code)));

const unfolded = /\s\s|[\n\r\t]|\/[/*]/;
const unspaced = /\[\s|\s[\],:]|,\S|,\s?[\]}]|\{\S|[^\s{]\}|\{[^}]*:\S|[^\s[][[{]|[\]}][^\s\],]/;

const fold = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\//g, (piece) => (piece.startsWith('"') ? piece : ' '))
    .replace(/\{([^{}]*)\}/g, (_, pairs: string) => ` { ${foldPairs(pairs)} } `)
    .replace(/[[\]]/g, ' $& ')
    .replace(/\s*,/g, ', ')
    .replace(/,\s+(?=[\]}])/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\[ | (?=[\],])/g, (piece) => piece.trim())
    .trim();

/** A line break between two pairs counts as the comma that it stands for. */
const foldPairs = (pairs: string): string =>
  pairs
    .replace(/\s*:\s*/g, ': ')
    .replace(/(?<=["\w-])[\s,]+(?=["\w-]+:)/g, ', ')
    .trim();
