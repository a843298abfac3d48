/** Longer texts are cut in hovers and details. Characters. */
const longest = 80;

/** Text on one line, cut where it is long. */
export function shorten(text: string, length = longest): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/**
 * Text from a policy as Markdown that shows it and nothing else: no markup, link, image, HTML or icon comes of it. It must
 * not begin a line. ASCII punctuation that means something within a line is escaped (CommonMark 2.4); what a viewer would
 * turn into a link by itself is broken up.
 */
export function escape(text: string, length?: number): string {
  return shorten(text, length)
    .replace(/[!#$()*+:@[\\\]^_`{|}~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\b(\w+)(?=\\:\S)/g, '$1\u200b')
    .replace(/\bwww(?=\.)/gi, 'www\u200b')
    .replace(/(?=\\@)/g, '\u200b');
}

/** Text from a policy as a code span. */
export function code(text: string, length?: number): string {
  const line = shorten(text, length);
  if (!line.includes('`')) return `\`${line || ' '}\``;
  const fence = '`'.repeat(1 + Math.max(...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  return `${fence} ${line} ${fence}`;
}

/** Names as code spans; past `most`, how many more there are. */
export function codes(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map((name) => code(name));
  return [...shown, ...(names.length > most ? [`${names.length - most} more`] : [])].join(', ');
}

/** A number and its noun. */
export const counted = (count: number | bigint, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${Number(count) === 1 ? one : many}`;

/** An integer in groups of three digits. `Intl` would do, but costs 30 ms and 7 MB for its tables when it is first used. */
const grouped = (count: number | bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
