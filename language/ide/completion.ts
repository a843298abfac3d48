import type { SourceFile } from '../names/declarations.js';
import { touches, type Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { commentAt } from './at.js';
import { BestFew, fitOf } from './choose.js';
import { declarations } from './completion/declarations.js';
import { ranks, whole, type Draft, type Offer } from './completion/draft.js';
import { labelKeys, labelValues } from './completion/labels.js';
import { contextAt, wordAt } from './completion/locate.js';
import { declaredNames, namedPorts, segmentNames, serviceNames } from './completion/names.js';
import { propertyKeys, propertyValues } from './completion/properties.js';
import type { Slot } from './completion/slots.js';
import { findingCodes, hopCounts, kindsOfIdentity, nextWords, tierNames } from './completion/words.js';
import { ignoredCodes, ignoring } from './ignore.js';
import type { Completion, Completions } from './model.js';

export { completionDocumentation } from './completion/documentation.js';
export { withoutPlaceholders } from './completion/placeholders.js';

/** More completions than this are not sent at once: the client asks again as the word grows. */
export const mostCompletions = 400;

/** What may be typed at `offset` of a file, most relevant first. */
export function complete(snapshot: Snapshot, path: string, offset: number): Completions {
  const file = snapshot.file(path);
  if (file === undefined) return { items: [], incomplete: false };
  const comment = commentAt(file, offset);
  if (comment)
    return finish(file, wordAt(file.text, offset), offset, [whole(codesIn(file, comment, offset))]);
  const context = contextAt(file, offset);
  if (context === undefined) return { items: [], incomplete: false };
  const typed = file.text.slice(context.word.start, offset);
  const offers = context.slots.map((slot) => offerFor(snapshot, file, slot, typed));
  return finish(file, context.word, offset, offers);
}

function offerFor(snapshot: Snapshot, file: SourceFile, slot: Slot, typed: string): Offer {
  if (slot.kind !== 'value') return whole(draftsFor(snapshot, file, slot));
  const { asked, inList, taken, near } = slot;
  const wanted = { taken, near, typed };
  if (asked === 'segment') return segmentNames(snapshot, wanted);
  if (asked === 'service') return serviceNames(snapshot, wanted);
  if (asked === 'condition') return declaredNames(snapshot, 'condition', wanted);
  return propertyValues(snapshot, asked, inList, wanted);
}

function draftsFor(snapshot: Snapshot, file: SourceFile, slot: Exclude<Slot, { kind: 'value' }>): Draft[] {
  switch (slot.kind) {
    case 'item':
      return [
        ...declarations(slot.home, snapshot.asOf, snapshot.resolved.declarations.named('segment').size > 0),
        ...(slot.home === 'zone' ? zoneProperties(snapshot, file, slot.container) : []),
      ];
    case 'words':
      return nextWords(slot.words);
    case 'port':
      return namedPorts(snapshot, slot.protocol);
    case 'propertyKey':
      return propertyKeys(slot.owner, slot.present, snapshot.asOf);
    case 'labelKey':
      return labelKeys(snapshot, slot.role, slot.present);
    case 'labelValue':
      return labelValues(snapshot, slot.role, slot.key, slot.taken);
    case 'tier':
      return tierNames();
    case 'identityKind':
      return kindsOfIdentity();
    case 'hops':
      return hopCounts();
  }
}

/**
 * The properties that a zone has not got yet: each is an item of its own. They come before whole declarations until
 * something is nested in the zone: a zone is begun with its addresses, and goes on with what is in it.
 */
function zoneProperties(snapshot: Snapshot, { tree }: SourceFile, zone: number): Draft[] {
  const present: string[] = [];
  let nests = false;
  for (let item = zone + 1; item < tree.items.length && tree.starts[item] < tree.ends[zone]; item++) {
    const node = tree.items[item];
    if (tree.parents[item] !== zone) continue;
    if (node.kind === 'property') present.push(node.property.key.text);
    else nests ||= node.kind === 'zone' || node.kind === 'workload';
  }
  const keys = propertyKeys('zone', present, snapshot.asOf);
  return nests ? keys : keys.map((key) => ({ ...key, rank: key.rank - ranks.words }));
}

/** The codes that may stand at `offset` of a comment. */
function codesIn(file: SourceFile, comment: Span, offset: number): Draft[] {
  if (!ignoring.test(file.text.slice(comment.start, offset))) return [];
  const others = ignoredCodes(file.text, comment).filter(({ span }) => !touches(span, offset));
  return findingCodes(others.map(({ code }) => code));
}

function finish(file: SourceFile, word: Span, offset: number, offers: readonly Offer[]): Completions {
  const drafts = offers.flatMap((offer) => offer.drafts);
  const isMany = drafts.length > mostCompletions;
  const fitting = isMany ? bestOf(drafts, file.text.slice(word.start, offset)) : drafts;
  // Drafts of one rank stay in their order.
  const ordered = [...fitting].sort((a, b) => a.rank - b.rank);
  const followed = /[ \t]/.test(file.text[word.end] ?? '');
  const items = ordered.map((draft, index): Completion => {
    const { rank: _, insert = draft.label, format = 'text', describe, ...rest } = draft;
    const detail = draft.detail ?? describe?.();
    return {
      ...rest,
      ...(detail && { detail }),
      insert: followed ? insert.trimEnd() : insert,
      format,
      replace: word,
      sort: String(index).padStart(4, '0'),
    };
  });
  return { items, incomplete: isMany || offers.some(({ isPart }) => isPart) };
}

/** Those that fit best what has been typed. */
function bestOf(drafts: readonly Draft[], typed: string): readonly Draft[] {
  const best = new BestFew<Draft>(mostCompletions);
  for (const draft of drafts) {
    const fit = fitOf(draft.filter ?? draft.label, typed.toLowerCase());
    if (fit !== undefined) best.offer(draft, fit, draft.rank);
  }
  return best.list();
}
