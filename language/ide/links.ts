import type { Item, Property } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';

/** An address on the web that the text names. */
export interface DocumentLink {
  /** What stands between the quotes. */
  readonly span: Span;
  readonly url: string;
}

/** Properties that point to records outside the policy. */
const linking: ReadonlySet<string> = new Set(['ticket', 'evidence', 'contact']);

/** What is opened is exactly what is read: no white space, no quotes, nothing but http and https. */
const webAddress = /^https?:\/\/[^\s"'<>\\^`{|}\p{Cc}\p{Cf}]+$/iu;

/** The web addresses that are the whole of a rule's `ticket` or `evidence`, or of a team's `contact`, by position. */
export function documentLinks(snapshot: Snapshot, path: string): DocumentLink[] {
  const file = snapshot.file(path);
  if (file === undefined || !/https?:/i.test(file.text)) return [];
  const { items, starts } = file.tree;
  return items.flatMap((item, i) =>
    propertiesOf(item).flatMap(({ key, value }) => {
      if (!linking.has(key.text) || value.kind !== 'string' || !webAddress.test(value.value)) return [];
      const start = starts[i] + value.span.start + 1;
      return [{ span: { start, end: start + value.value.length }, url: value.value }];
    }),
  );
}

const propertiesOf = (item: Item): readonly Property[] =>
  item.kind === 'rule' || item.kind === 'team' ? item.properties : [];
