import { isProtocol } from '../net/services.js';
import type { Namespace } from '../names/declarations.js';
import { reservedWords } from '../syntax/tokens.js';
import type { Expr } from '../syntax/tree.js';
import type { Snapshot } from '../workspace.js';
import { isNameUsed } from './usage.js';

/** A name that is made up is no longer than this, numbers aside. */
const longest = 40;

/**
 * The name that was wished for, or one like it, that the language allows and nothing of the namespace has. A name that is
 * used but not declared is no free one: what uses it would come to mean something.
 */
export function unusedName(snapshot: Snapshot, namespace: Namespace, wish: string, before = ''): string {
  const { declarations, policy } = snapshot.resolved;
  const isTaken = (name: string): boolean =>
    (reservedWords as readonly string[]).includes(name) ||
    declarations.byName[namespace].has(before + name) ||
    isNameUsed(snapshot, namespace, before + name) ||
    (namespace === 'service' && (isProtocol(name) || name === 'protocol' || policy.services.has(name)));
  const stem = plainWord(wish).slice(0, longest).replace(/-+$/, '');
  let name = stem;
  for (let count = 2; isTaken(name); count++) name = `${stem}-${count}`;
  return name;
}

/** Letters, digits, `_` and `-`, a letter first. */
function plainWord(text: string): string {
  const word = text.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-+|-+$/g, '');
  return /^[A-Za-z]/.test(word) ? word : `net-${word}`.replace(/-+$/, '');
}

/** A word for a value: the last part of a name, a literal, the first of a list. */
export function wordFor(value: Expr): string {
  switch (value.kind) {
    case 'name':
      return value.text.slice(value.text.lastIndexOf('.') + 1);
    case 'list':
      return listWord(value.elements.map(wordFor));
    case 'except':
      return wordFor(value.base);
    case 'address':
      return [value.from, value.prefix ?? value.to].filter((part) => part !== undefined).join('-');
    case 'service':
      return serviceWord(value);
    case 'labels':
      return value.pairs.map(({ value: word }) => word.text).join('-');
    default:
      return value.kind;
  }
}

const listWord = (words: readonly string[]): string =>
  words.length <= 2 ? words.join('-') : `${words[0]}-and-${words.length - 1}-more`;

function serviceWord({ protocol, from, to }: Extract<Expr, { kind: 'service' }>): string {
  if (from === to) return `${protocol.text}-${from}`;
  return from === 0 && to === 65535 ? protocol.text : `${protocol.text}-${from}-${to}`;
}
