import type { Analysis } from '../../analysis/index.js';
import type { Point } from '../../analysis/engine/region.js';
import { anyServiceBetween, type Breadth } from '../../analysis/rules/breadth.js';
import type { Connection, Finding } from '../../findings.js';
import type { Config } from '../../policy/config.js';
import type { Policy, Rule, Segment, Trust } from '../../policy/model.js';
import { describe } from '../report.js';
import { findingsOf, nothing } from './kept.js';
import { undecided } from './undecided.js';
import { at, subjectOf, type Subject } from './words.js';

/** `broad-rule`: an allow that really allows more than a rule should; an error from untrusted to restricted on any service. */
export const broadRule = findingsOf({
  given: ({ policy }, { config }) => [
    config.broad.maxAddresses,
    config.broad.maxPorts,
    ...zonesOf(policy, 'untrusted').flatMap(({ name, set }) => ['untrusted', name, set]),
    ...zonesOf(policy, 'restricted').flatMap(({ name, set }) => ['restricted', name, set]),
  ],
  follows: ({ breadths }, { config }) => breadths.follows(config.broad),
  looker(analysis, { config }) {
    const { policy } = analysis;
    const untrusted = zonesOf(policy, 'untrusted');
    const restricted = zonesOf(policy, 'restricted');
    const reason = reasonsFor(config.broad);
    return (judged, id) => {
      const rule = judged.book.rules[id];
      if (rule.action !== 'allow' || judged.facts[id].state !== 'deciding') return nothing;
      const { broad, undecided: open } = judged.breadths.of(id, config.broad);
      if (broad.length === 0)
        return open ? [{ finding: undecided(policy, rule, 'how much it allows') }] : nothing;
      const crossing = broad.includes('any-service')
        ? worstCrossing(analysis, subjectOf(judged, id), untrusted, restricted)
        : undefined;
      const reasons = broad.map((breadth) => reason[breadth]).join(', ');
      return [{ finding: tell(analysis, rule, reasons, crossing, judged.facts[id].witness!) }];
    };
  },
});

const zonesOf = ({ segments }: Policy, trust: Trust): Segment[] =>
  segments.filter((segment) => segment.kind === 'zone' && segment.trust === trust);

function tell(
  analysis: Analysis,
  rule: Rule,
  reasons: string,
  crossing: Crossing | undefined,
  point: Point,
): Finding {
  const witness = crossing?.witness ?? analysis.connection(point);
  const worst =
    crossing === undefined
      ? ''
      : `; the untrusted \`${crossing.from.name}\` reaches the restricted \`${crossing.to.name}\` on any service`;
  const message =
    `This rule allows very much: ${reasons}${worst}, for example ${describe(witness)}. ` +
    'Name the sources, destinations and services that are needed.';
  const severity = crossing !== undefined && { severity: 'error' as const };
  return at(analysis.policy, 'broad-rule', rule, message, { witness, ...severity });
}

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

/** A pair of zones that a rule opens on every service, with an example. */
interface Crossing {
  readonly from: Segment;
  readonly to: Segment;
  readonly witness: Connection;
}

/** The first pair of an untrusted and a restricted zone that the rule opens on every service. */
function worstCrossing(
  analysis: Analysis,
  { id, near }: Subject,
  untrusted: readonly Segment[],
  restricted: readonly Segment[],
): Crossing | undefined {
  for (const from of untrusted) {
    for (const to of restricted) {
      const point = anyServiceBetween(near.around(id), id, from, to, analysis.limits.pieces);
      if (point !== undefined && point !== 'undecided')
        return { from, to, witness: analysis.connection(point, { source: from.set, destination: to.set }) };
    }
  }
  return undefined;
}
