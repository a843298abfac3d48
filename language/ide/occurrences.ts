import type { SourceFile } from '../names/declarations.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import { lastItem, wholeName, type Thing } from './at.js';
import { wordsOf, type Mention } from './mentions.js';
import type { Occurrence } from './model.js';

/** What can be named in many places. */
export type Named = Extract<Thing, { kind: 'name' | 'labelKey' | 'labelValue' | 'tier' }>;

/** The thing if it can be named in many places. */
export function asNamed(thing: Thing | undefined): Named | undefined {
  switch (thing?.kind) {
    case 'name':
    case 'labelKey':
    case 'labelValue':
    case 'tier':
      return thing;
    default:
      return undefined;
  }
}

/**
 * All places in `files` that name the thing, by place. Of a dotted name it is the part for the thing itself: `shop` in
 * `shop.web` names the zone `shop`.
 */
export const occurrencesOf = (files: readonly SourceFile[], thing: Named): Occurrence[] =>
  finished(occurrencesInSteps(files, thing));

/** Items with the word that are looked at in one step. */
const atOnce = 500;

/** The same in steps. */
export function* occurrencesInSteps(
  files: readonly SourceFile[],
  thing: Named,
): Generator<void, Occurrence[]> {
  const result: Occurrence[] = [];
  let looked = 0;
  for (const file of files) {
    for (const item of itemsWith(file, wordOf(thing))) {
      if (++looked % atOnce === 0) yield;
      for (const mention of wordsOf(file.tree.items[item])) {
        const span = matchedPart(file, item, mention, thing);
        if (span === undefined) continue;
        const start = file.tree.starts[item];
        const place = { file: file.path, start: start + span.start, end: start + span.end };
        result.push({ place, role: 'declares' in mention && mention.declares ? 'declaration' : 'use' });
      }
    }
  }
  return result;
}

/** The word that stands wherever the thing is named. */
function wordOf(thing: Named): string {
  switch (thing.kind) {
    case 'name':
      return thing.name.slice(thing.name.lastIndexOf('.') + 1);
    case 'labelKey':
      return thing.key;
    case 'labelValue':
      return thing.value;
    case 'tier':
      return thing.text;
  }
}

/** The items with a word in their text: to search the text first spares the look at every item. */
export function* itemsWith({ text, tree }: SourceFile, word: string): Generator<number> {
  for (let at = text.indexOf(word); at >= 0;) {
    const item = lastItem(tree, at);
    if (item >= 0) yield item;
    at = text.indexOf(word, Math.max(at + word.length, tree.starts[item + 1] ?? text.length));
  }
}

function matchedPart(file: SourceFile, item: number, mention: Mention, thing: Named): Span | undefined {
  switch (mention.kind) {
    case 'name':
      return thing.kind === 'name' && mention.namespace === thing.namespace
        ? namePart(file, item, mention, thing.name)
        : undefined;
    case 'labelKey':
      return thing.kind === 'labelKey' && mention.key === thing.key ? mention.span : undefined;
    case 'labelValue':
      return thing.kind === 'labelValue' && mention.key === thing.key && mention.value === thing.value
        ? mention.span
        : undefined;
    case 'tier':
      return thing.kind === 'tier' && mention.text === thing.text ? mention.span : undefined;
    default:
      return undefined;
  }
}

function namePart(
  { tree }: SourceFile,
  item: number,
  { text, span, declares, namespace }: Mention & { kind: 'name' },
  name: string,
): Span | undefined {
  if (declares) return name.endsWith(text) && wholeName(tree, item, text) === name ? span : undefined;
  const isWhole = text === name;
  const isPart = namespace === 'segment' && text.startsWith(name) && text[name.length] === '.';
  if (!isWhole && !isPart) return undefined;
  return { start: span.start + name.lastIndexOf('.') + 1, end: span.start + name.length };
}
