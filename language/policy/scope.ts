import type { Finding, FindingCode, Fix, Related } from '../findings.js';
import { defaultSeverity } from '../findings.js';
import { placeIn, type Declarations, type Namespace, type SourceFile } from '../names/declarations.js';
import type { Ident } from '../syntax/tree.js';
import { speller } from '../text/spelling.js';
import type { Place, Span } from '../text/span.js';

/** Where spans of one item are read: turns them into places. */
export interface Site {
  readonly file: SourceFile;
  readonly item: number;
}

/** What resolution works with: the names of the policy and where mistakes are put. */
export interface Scope {
  readonly declarations: Declarations;
  readonly findings: Finding[];
}

/** The place of a span of an item. */
export const at = (site: Site, span: Span): Place => placeIn(site.file, site.item, span);

/** What may go with a finding besides its code, place and message. */
export type Extras = Partial<Pick<Finding, 'related' | 'fixes' | 'rule' | 'severity' | 'witness' | 'path'>>;

/** Adds a finding with its default severity. */
export function report(
  scope: Scope,
  code: FindingCode,
  place: Place,
  message: string,
  extras: Extras = {},
): void {
  scope.findings.push({ code, severity: defaultSeverity[code], message, place, ...extras });
}

/** A fix that replaces the text of one place. */
export const replacement = (title: string, place: Place, newText: string): Fix => ({
  title,
  edits: [{ place, newText }],
  preferred: true,
});

/** Reports a name that nothing declares, with the one that `spell` says was most likely meant. */
export function reportUnknown(
  scope: Scope,
  site: Site,
  ident: Ident,
  what: string,
  spell: (word: string) => string | undefined,
): void {
  const place = at(site, ident.span);
  const meant = spell(ident.text);
  const remedy = meant ? `Did you mean \`${meant}\`?` : `Declare it, or correct the name.`;
  const fixes = meant ? [replacement(`Change to \`${meant}\``, place, meant)] : [];
  report(scope, 'unknown-name', place, `No ${what} is named \`${ident.text}\`. ${remedy}`, { fixes });
}

/** Reports a value that does not fit, with the text that would mend it. */
export function reportInvalid(scope: Scope, place: Place, message: string, mended?: string): void {
  const fixes = mended === undefined ? [] : [replacement(`Change to \`${mended}\``, place, mended)];
  report(scope, 'invalid-value', place, message, { fixes });
}

const spellers = new WeakMap<ReadonlyMap<string, unknown>, (word: string) => string | undefined>();

/**
 * Finds the name of a namespace that a misspelt one meant, or one of `builtIn`. What was looked up is kept as long as the
 * names are the same: where a file is missing, thousands of rules name the same few things that are unknown.
 */
export function spellingIn(
  scope: Scope,
  space: Namespace,
  builtIn: Iterable<string> = [],
): (word: string) => string | undefined {
  const names = scope.declarations.named(space);
  let spell = spellers.get(names);
  if (spell === undefined) {
    spell = speller(() => new Set([...names.keys(), ...builtIn]));
    spellers.set(names, spell);
  }
  return spell;
}

/** Reports every name that is declared twice. */
export function reportDuplicates(scope: Scope): void {
  for (const { declaration, first } of scope.declarations.duplicates) {
    const related: Related[] = [
      { place: first.namePlace, message: `\`${first.name}\` is declared here first.` },
    ];
    const what = declaration.namespace === 'segment' ? 'zone, workload or group' : declaration.namespace;
    const message = `Another ${what} is named \`${declaration.name}\` already. Give one of them another name.`;
    report(scope, 'duplicate-name', declaration.namePlace, message, { related });
  }
}
