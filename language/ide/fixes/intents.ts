import type { Finding, Fix } from '../../findings.js';
import { blockIndent, blockOf, putIntoBlock, putNewBlock } from '../../fixes/block.js';
import { fix } from '../../fixes/edits.js';
import { textOf } from '../../fixes/parts.js';
import { explainWith } from '../../fixes/pass.js';
import { partsOf } from '../../fixes/rewrite.js';
import { samePlace } from '../../fixes/subject.js';
import { deciding, sharesOf } from '../../analysis/explain.js';
import type { SourceFile } from '../../names/declarations.js';
import { tiers, type Rule } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { isFree } from '../edits.js';
import { shorten } from '../markdown.js';

/** Rules that are led to. */
const mostRules = 3;

/** Leads to the rules that decide the counter-example: which of them has to change is for the author to say. */
export function goToRules({ related = [] }: Finding): Fix[] {
  return related
    .filter(({ rule }) => rule !== undefined)
    .slice(0, mostRules)
    .map(({ place, rule }) => ({ title: `Go to rule \`${shorten(rule!)}\``, edits: [], goTo: place }));
}

/** Rules around an intent that the proof looks at. */
const mostMet = 1_000;

/**
 * Denies what a `never` forbids, in the first tier in which that is enough. Proven: all of it is denied then. For a chain
 * of hops it is not offered: which hop has to go is for the author to say.
 */
export function denyForbidden(snapshot: Snapshot, file: SourceFile, item: number, finding: Finding): Fix[] {
  const { policy } = snapshot.resolved;
  const node = file.tree.items[item];
  const never = policy.nevers.find(({ place }) => samePlace(place, finding.place));
  if (node.kind !== 'never' || never === undefined || never.hops !== undefined) return [];
  const { library } = snapshot.analysis;
  const met = deciding(library.tiers, sharesOf(library, never), ['pass', 'deny', 'allow']);
  if (met.length === 0 || met.length > mostMet) return [];
  const rules: Rule[] = met.map((id) => library.tiers.rules[id]);
  const of = (value: Parameters<typeof textOf>[1]): string => textOf({ file, item }, value);
  const services = node.services ? of(node.services) : 'any';
  const text = `deny ${of(node.source)} to ${of(node.destination)} on ${services}`;
  for (const tier of [tiers.indexOf('guardrail'), tiers.indexOf('emergency')]) {
    const deny: Rule = { ...rules[0], ...partsOf(never), action: 'deny', tier, expired: false };
    const { verdict, complete } = explainWith(snapshot, never, [...rules, deny]);
    if (!complete || verdict !== 'deny') continue;
    const block = blockOf(file, tier);
    const line = blockIndent + text;
    const edit = block === undefined ? putNewBlock(file, tier, line) : putIntoBlock(file, block, line);
    if (isFree(file, edit.place.start, block ?? -1))
      return [fix(`Deny it in tier \`${tiers[tier]}\`: add \`${text}\``, edit)];
  }
  return [];
}
