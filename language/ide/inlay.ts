import { effectiveServices } from '../analysis/effective.js';
import type { SourceFile } from '../names/declarations.js';
import { formatRanges } from '../net/address.js';
import { formatLiterals, nameServices, type ServiceSet } from '../net/services.js';
import { within } from '../net/ranges.js';
import type { Policy, Segment } from '../policy/model.js';
import type { Expr, RuleItem } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { lastItem } from './at.js';
import { countOf, describeEndpoints } from './describe/endpoints.js';
import { code, counted, escape } from './markdown.js';
import { mentionsOf } from './mentions.js';
import { ruleOf } from './statements.js';

/** A few words that an editor shows inside a line. */
export interface InlayHint {
  /** They stand before the character at this offset, away from what is before them. */
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** Pieces of a rule looked at before the hint is left out. */
const pieces = 2_000;
/** In a longer stretch of text what rules decide is told of the first ones only. */
const mostRules = 200;
/** And of the addresses behind names, of so many: an editor asks for what it shows, and others take no more. */
const mostNamed = 10_000;
/** Rules looked at in one step. */
const atOnce = 100;
/** Services named in a hint. */
const mostServices = 3;

/**
 * The hints in a piece of a file, by position: in rules the addresses behind the name of a zone, workload or group, and
 * after a rule the services that it still decides, where stronger rules leave it fewer than it says.
 */
export function inlayHints(snapshot: Snapshot, path: string, range: Span): InlayHint[] {
  return finished(inlayHintsInSteps(snapshot, path, range));
}

/** The same in steps. */
export function* inlayHintsInSteps(
  snapshot: Snapshot,
  path: string,
  range: Span,
): Generator<void, InlayHint[]> {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const { items, starts } = file.tree;
  const hints: InlayHint[] = [];
  let rules = 0;
  for (let item = Math.max(0, lastItem(file.tree, range.start)); item < items.length; item++) {
    if (starts[item] > range.end) break;
    const node = items[item];
    if (node.kind !== 'rule') continue;
    if (rules++ === mostNamed) break;
    hints.push(...addressHints(snapshot.resolved.policy, node, starts[item]));
    const decided = rules <= mostRules ? decisionHint(snapshot, file, item, node) : undefined;
    if (decided) hints.push({ ...decided, offset: starts[item] + node.body.end });
    if (decided !== undefined || rules % atOnce === 0) yield;
  }
  return hints.filter(({ offset }) => range.start <= offset && offset <= range.end);
}

function addressHints(policy: Policy, item: RuleItem, start: number): InlayHint[] {
  return mentionsOf(item).words.flatMap((word) => {
    if (word.kind !== 'name' || word.namespace !== 'segment') return [];
    const segment: Segment | undefined = policy.segments[policy.segmentIndex.get(word.text) ?? -1];
    const label = segment && addressesOf(segment);
    if (label === undefined) return [];
    const { kind, name, title, set } = segment;
    const head = `**${kind}** ${code(name)}${title ? ` — ${escape(title)}` : ''}`;
    return [
      { offset: start + word.span.end, label, tooltip: `${head}\n\n${describeEndpoints(set, policy)}` },
    ];
  });
}

/** A segment's addresses in a few words; `undefined` where there are none to speak of. */
function addressesOf({ set, unclaimed }: Segment): string | undefined {
  const segments = set.symbols.length;
  if (unclaimed) return 'unclaimed';
  const ranges = (set.v4.length + set.v6.length) / 2;
  // A segment without addresses stands for itself: its name says all there is.
  if (ranges === 0) return segments > 1 ? counted(segments, 'segment') : undefined;
  const addresses = ranges === 1 ? formatRanges(set)[0] : `${countOf(set)} in ${ranges} ranges`;
  return segments > 0 ? `${addresses}, ${counted(segments, 'segment')}` : addresses;
}

const tooltip = 'Stronger rules take the rest. The hover over its first word names them.';

function decisionHint(
  snapshot: Snapshot,
  file: SourceFile,
  item: number,
  node: RuleItem,
): Omit<InlayHint, 'offset'> | undefined {
  const { analysis } = snapshot;
  const { policy, library } = analysis;
  const rule = ruleOf(policy, file, item);
  if (rule === undefined || rule.tier < 0 || rule.expired) return undefined;
  const id = policy.rules.indexOf(rule);
  const services = effectiveServices(library, id, rule.source, rule.destination, pieces);
  if (services === undefined || within(rule.services, services)) return undefined;
  const label = `${rule.action === 'pass' ? 'passes' : 'decides'} ${leftOf(policy, listed(node.services), services)}`;
  return { label, tooltip };
}

/** What is left of a rule's services: of several by their names, of one the part of it. */
function leftOf(policy: Policy, written: number, services: ServiceSet): string {
  if (services.length === 0) return 'nothing';
  const names = written > 1 ? nameServices(services, policy.services) : formatLiterals(services);
  const more = names.length > mostServices ? ` and ${names.length - mostServices} more` : '';
  const of = written > 1 ? ` of ${written} services` : ' only';
  return `${names.slice(0, mostServices).join(', ')}${more}${of}`;
}

/** How many services a rule lists. */
function listed(services: Expr | undefined): number {
  if (services?.kind !== 'list') return 1;
  return services.elements.reduce((count, element) => count + listed(element), 0);
}
