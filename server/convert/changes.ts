import { differencePage } from '../../language/diff/markdown.js';
import type { Change, Difference } from '../../language/diff/model.js';
import { notesOf } from '../../language/diff/notes.js';
import { pairsOf, type ChangedPairs } from '../../language/diff/pairs.js';
import { endsInWords, termsInWords } from '../../language/diff/words.js';
import type { GraphNode } from '../../language/graph/model.js';
import { uniteInts, type IntSet } from '../../language/analysis/engine/intset.js';
import { nameServices } from '../../language/net/services.js';
import type { Policy, Rule } from '../../language/policy/model.js';
import type { Snapshot } from '../../language/workspace.js';
import type { ChangedConnections, ChangedPair, Changes, RuleReference } from '../protocol.js';
import { toLocation, type PlaceReader } from './diagnostics.js';

/** What a difference is told with: the policy as it was and as it is, and what else is to be said. */
export interface ChangesView {
  readonly against: string;
  readonly past: Snapshot;
  /** Reads places of the policy as it is. */
  readonly now: PlaceReader;
  readonly notes: readonly string[];
  readonly isProven: boolean;
}

/** A difference of the tiers as the protocol has it; rulesets are told on the page alone. */
export function toChanges(
  difference: Difference,
  view: ChangesView,
): Pick<Changes, 'allowed' | 'denied' | 'pairs' | 'nodes' | 'notes' | 'page' | 'proven'> {
  const { tiers, old, new: next } = difference;
  const refer = referrer(view);
  const allowed = pairsOf(tiers.allowed.changes, next);
  const denied = pairsOf(tiers.denied.changes, old);
  return {
    proven: view.isProven,
    allowed: tiers.allowed.changes.map((change) => toConnections(change, next, refer.now, refer.past)),
    denied: tiers.denied.changes.map((change) => toConnections(change, old, refer.past, refer.now)),
    pairs: [
      ...toPairs('allowed', allowed, tiers.allowed.changes, next),
      ...toPairs('denied', denied, tiers.denied.changes, old),
    ],
    nodes: namedNodes([allowed, denied]),
    notes: [...view.notes, ...notesOf(difference)],
    page: differencePage(difference, {
      oldName: view.against,
      newName: 'the editor',
      place: (rule, side) => placeOf(rule, side, view),
      notes: view.notes,
      isProven: view.isProven,
      layout: 'list',
    }),
  };
}

type Refer = (rule: Rule) => RuleReference;

const referrer = ({ now }: ChangesView): { now: Refer; past: Refer } => ({
  now: (rule) => ({
    name: rule.name,
    text: rule.text,
    location: toLocation(now, now.snapshot.resolved.policy.placeOf(rule)),
  }),
  past: ({ name, text }) => ({ name, text, location: null }),
});

function toConnections(change: Change, policy: Policy, allowing: Refer, denying: Refer): ChangedConnections {
  return {
    from: endsInWords(change.from, policy),
    to: endsInWords(change.to, policy),
    on: termsInWords(change, policy),
    exact: change.isExact,
    example: change.example,
    allowedBy: change.allowedBy.map(allowing),
    deniedBy: change.deniedBy.map(denying),
    byDefault: change.byDefault,
  };
}

function toPairs(
  kind: ChangedPair['kind'],
  { pairs }: ChangedPairs,
  all: readonly Change[],
  policy: Policy,
): ChangedPair[] {
  const index = new Map(all.map((change, i) => [change, i]));
  return pairs.map(({ source, target, changes }) => {
    const services = changes.reduce<IntSet>((sum, change) => uniteInts(sum, change.services), []);
    return {
      kind,
      source: source.id,
      target: target.id,
      services: nameServices(services, policy.services),
      rules: [...new Set(changes.flatMap(({ allowedBy }) => allowedBy.map(({ name }) => name)))],
      example: changes[0].example,
      changes: changes.map((change) => index.get(change)!),
    };
  });
}

/** The nodes that pairs name and those around them; where both sides have one, as the first has it. */
function namedNodes(sides: readonly ChangedPairs[]): GraphNode[] {
  const named = new Map<string, GraphNode>();
  for (const { pairs, nodes } of sides) {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const wanted = new Set<string>();
    for (const { source, target } of pairs) {
      for (const end of [source, target]) {
        for (let node: GraphNode | undefined = end; node; node = byId.get(node.parent ?? '')) {
          if (wanted.has(node.id)) break;
          wanted.add(node.id);
        }
      }
    }
    for (const node of nodes) if (wanted.has(node.id) && !named.has(node.id)) named.set(node.id, node);
  }
  return [...named.values()];
}

/** A rule of the policy as it is has a link; for that of a revision there is nothing to open. */
function placeOf(rule: Rule, side: 'old' | 'new', { past, now, against }: ChangesView): string {
  const snapshot = side === 'old' ? past : now.snapshot;
  const place = snapshot.resolved.policy.placeOf(rule);
  const line = (snapshot.linesOf(place.file)?.lineAt(place.start) ?? 0) + 1;
  const text = `${place.file}:${line}`;
  if (side === 'old') return `${escaped(text)} at ${escaped(against)}`;
  return `[${escaped(text)}](${toLocation(now, place).uri}#L${line})`;
}

const escaped = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').replace(/[\\[\]()*_`<>|&]/g, '\\$&');
