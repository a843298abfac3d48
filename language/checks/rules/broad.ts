import type { Analysis, RuleFacts } from '../../analysis/index.js';
import { anyServiceBetween, type Breadth, type BreadthFacts } from '../../analysis/rules/breadth.js';
import type { Connection, Finding } from '../../findings.js';
import type { Config } from '../../policy/config.js';
import type { Policy, Rule, Segment } from '../../policy/model.js';
import { describe, type CheckInput } from '../report.js';
import { undecided } from './undecided.js';
import { at, forEachAllow, subjectOf, type Subject } from './words.js';

/** `broad-rule`: an allow that really allows more than a rule should; an error from untrusted to restricted on any service. */
export function broadRule(analysis: Analysis, { config }: CheckInput): Finding[] {
  const zones = analysis.policy.segments.filter((segment) => segment.kind === 'zone');
  const untrusted = zones.filter((zone) => zone.trust === 'untrusted');
  const restricted = zones.filter((zone) => zone.trust === 'restricted');
  const zoned = untrusted.length > 0 && restricted.length > 0;
  const reason = reasonsFor(config.broad);
  return forEachAllow(analysis, (judged, id) => {
    const facts = judged.facts[id];
    if (facts.state !== 'deciding') return undefined;
    const breadth = judged.breadths.of(id, config.broad);
    const { broad, undecided: open } = breadth;
    const rule = judged.book.rules[id];
    if (broad.length === 0) return open ? undecided(analysis.policy, rule, 'how much it allows') : undefined;
    const before = known.get(breadth);
    if (before !== undefined && before.facts === facts && !(zoned && broad.includes('any-service')))
      return placed(analysis.policy, before.finding, rule);
    const crossing = broad.includes('any-service')
      ? worstCrossing(analysis, subjectOf(judged, id), untrusted, restricted)
      : undefined;
    const witness = crossing?.witness ?? analysis.connection(facts.witness!);
    const reasons = broad.map((breadth) => reason[breadth]).join(', ');
    const worst =
      crossing === undefined
        ? ''
        : `; the untrusted \`${crossing.from.name}\` reaches the restricted \`${crossing.to.name}\` on any service`;
    const message =
      `This rule allows very much: ${reasons}${worst}, for example ${describe(witness)}. ` +
      'Name the sources, destinations and services that are needed.';
    const found = at(analysis.policy, 'broad-rule', rule, message, {
      witness,
      ...(crossing !== undefined && { severity: 'error' as const }),
    });
    known.set(breadth, { facts, finding: found });
    return found;
  });
}

/** What was told of a breadth, which stays the same object for as long as an edit does not touch the rule. */
const known = new WeakMap<BreadthFacts, { readonly facts: RuleFacts; readonly finding: Finding }>();

const placed = (policy: Policy, finding: Finding, rule: Rule): Finding =>
  policy.isAt(rule, finding.place) ? finding : { ...finding, place: policy.placeOf(rule) };

/** Each in words. */
function reasonsFor({ maxAddresses, maxPorts }: Config['broad']): Record<Breadth, string> {
  return {
    'any-ends': 'any source to any destination',
    'any-service': 'any service',
    sources: `more than ${amount(maxAddresses)} source addresses`,
    destinations: `more than ${amount(maxAddresses)} destination addresses`,
    ports: `more than ${amount(maxPorts)} ports`,
  };
}

/** A number that people read: large powers of two, as numbers of addresses are, by their exponent. */
function amount(count: number): string {
  const bits = Math.log2(count);
  return count > 1e9 && Number.isInteger(bits) ? `2^${bits}` : grouped(count);
}

/** A number with a comma before every three digits. By hand: to have the locale's rules loaded takes long. */
function grouped(count: number): string {
  const [whole, ...part] = String(count).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...part].join('.');
}

/** The first pair of an untrusted and a restricted zone that the rule opens on every service. */
function worstCrossing(
  analysis: Analysis,
  { id, near }: Subject,
  untrusted: readonly Segment[],
  restricted: readonly Segment[],
): { from: Segment; to: Segment; witness: Connection } | undefined {
  for (const from of untrusted) {
    for (const to of restricted) {
      const point = anyServiceBetween(near.around(id), id, from, to, analysis.limits.pieces);
      if (point !== undefined && point !== 'undecided')
        return { from, to, witness: analysis.connection(point, { source: from.set, destination: to.set }) };
    }
  }
  return undefined;
}
