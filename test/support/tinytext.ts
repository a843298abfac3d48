import assert from 'node:assert/strict';
import { intersectEndpoints, isEmptySet, subtractEndpoints } from '../../language/net/endpoints.js';
import { formatLiterals } from '../../language/net/services.js';
import { intersect, subtract } from '../../language/net/ranges.js';
import { tiers, type Rule } from '../../language/policy/model.js';
import { conditions, endAtoms, identities, serviceAtoms, type TinyRule } from './tiny.js';

/** Tiny policies (tiny.ts) as text, and back: what a policy of such names says, by atoms. */

const endNames = [
  'one',
  'two',
  '10.0.0.3',
  'rest4',
  'sketch.left',
  'sketch.right',
  'six',
  'fd00::1',
  'rest6',
] as const;
const serviceNames = ['ssh', 'tcp/443', 'rest-tcp', 'icmp', 'icmpv6', 'gre', 'rest-any'] as const;

/** The file that declares what rules of tiny policies name. */
export const tinyNames = `team net { }
zone one { addresses = 10.0.0.1 }
workload two { addresses = 10.0.0.2 }
group rest4 = 0.0.0.0/0 except 10.0.0.1-10.0.0.3
zone sketch { zone left zone right }
zone six { addresses = fd00:: }
group rest6 = ::/0 except fd00::/127
service rest-tcp = [${formatLiterals(serviceAtoms[2]).join(', ')}]
service gre = protocol/47
service rest-any = [${formatLiterals(serviceAtoms[6]).join(', ')}]
${identities.map((name) => `identity ${name} = group "${name}"`).join('\n')}
${conditions.map((name) => `condition ${name} "it holds"`).join('\n')}
`;

function listOf(atoms: readonly number[], names: readonly string[]): string {
  if (atoms.length === names.length) return 'any';
  return atoms.length === 1 ? names[atoms[0]] : `[${atoms.map((atom) => names[atom]).join(', ')}]`;
}

/** `SOURCE to DESTINATION on SERVICES as … when …` */
export function trafficText(rule: Omit<TinyRule, 'action' | 'tier' | 'expires'>): string {
  const as = rule.identities?.map((index) => identities[index]);
  return [
    `${listOf(rule.source, endNames)} to ${listOf(rule.destination, endNames)}`,
    ` on ${listOf(rule.services, serviceNames)}`,
    as ? ` as [${as.join(', ')}]` : '',
    rule.condition ? ' when mfa' : '',
  ].join('');
}

const ruleText = (rule: TinyRule): string =>
  `${rule.action} ${trafficText(rule)}${rule.expires === undefined ? '' : ` { expires = ${rule.expires} }`}`;

/** Rules in the order of their ids: of one ruleset, or each in a block of its tier. */
export function rulesText(rules: readonly TinyRule[]): string {
  if (rules[0]?.tier === -1)
    return `ruleset edge {\n${rules.map((rule) => `  ${ruleText(rule)}\n`).join('')}}\n`;
  const block = (rule: TinyRule): string =>
    tiers[rule.tier] === 'application'
      ? ruleText(rule)
      : `tier ${tiers[rule.tier]} {\n  ${ruleText(rule)}\n}`;
  return rules.map((rule) => `${block(rule)}\n`).join('');
}

/** What a rule says, by atoms; fails where it says something of part of an atom only. */
export function tinyRule(rule: Rule): TinyRule {
  const holding = <T>(atoms: readonly T[], holds: (atom: T) => 'all' | 'none' | 'part'): number[] =>
    atoms.flatMap((atom, i) => {
      const held = holds(atom);
      assert.notEqual(held, 'part', `\`${rule.text}\` splits an atom`);
      return held === 'all' ? [i] : [];
    });
  const ends = (set: Rule['source']): number[] =>
    holding(endAtoms, (atom) => {
      if (isEmptySet(subtractEndpoints(atom, set))) return 'all';
      return isEmptySet(intersectEndpoints(atom, set)) ? 'none' : 'part';
    });
  return {
    action: rule.action,
    tier: rule.tier,
    source: ends(rule.source),
    destination: ends(rule.destination),
    services: holding(serviceAtoms, (atom) => {
      if (subtract(atom, rule.services).length === 0) return 'all';
      return intersect(atom, rule.services).length === 0 ? 'none' : 'part';
    }),
    identities: rule.identities,
    condition: rule.conditions.length > 0,
    expires: rule.expires,
  };
}
