import { defaultSeverity, type FindingCode } from '../../findings.js';
import { protocols } from '../../net/services.js';
import { tiers, type TierName } from '../../policy/model.js';
import {
  propertySchemas,
  type Propertied,
  type PropertySchema,
  type ValueKind,
} from '../../policy/schema.js';
import type { reservedWords } from '../../syntax/tokens.js';

const order = tiers.map((tier) => `\`${tier}\``).join(', ');

/** One sentence in Markdown on each word that the language reserves. */
const keywords: { readonly [word in (typeof reservedWords)[number]]: string } = {
  zone: 'A part of the network: its addresses, the workloads its `members` find, and everything nested in it.',
  workload: 'One application instance or class, with its addresses and labels.',
  service: 'A name for protocols and ports: `service app-api = [tcp/8443, udp/9000]`.',
  group: 'A name for a set of zones, workloads, addresses and label maps.',
  team: 'Who answers for zones and rules. Once a team is declared, every owner has to be one.',
  identity: 'Whom a rule can be limited to with `as`: a user, group, service account, SPIFFE id or IAM role.',
  condition: 'What must hold for a rule to match; rules name it after `when`.',
  labels:
    'The label keys and values of the policy. Once declared, any other is an error. In a workload: its labels.',
  tier: `Rules that decide together. The tiers decide in the order ${order}; the first that has a verdict wins.`,
  ruleset:
    'An ordered rule set, as firewalls have it: the first rule that matches decides, the end denies. It takes no part in the verdicts of the tiers.',
  flow: 'Gives a rule a name that stays when the rule moves or changes: `flow storefront: allow …`.',
  allow: 'These connections are allowed, where no `deny` of the same tier and no earlier tier decides them.',
  deny: 'These connections are denied, whatever is allowed in this tier or a later one.',
  pass: 'This tier says nothing about these connections; the next one decides. A `pass` is stronger than a `deny` of its tier.',
  to: 'The destination follows: whom the source may start a connection to. Replies are implied.',
  on: 'The services follow: a service, `tcp/443`, a list, or `any`.',
  as: 'Only initiators with one of these identities. Without it, any identity or none.',
  when: 'Only while all of these conditions hold.',
  any: 'Everything of its kind: in a rule all sources, destinations or services; in `addresses` all addresses of both families.',
  except: 'Leaves the set that follows out of the one before it. Stands once for each item or list.',
  unclaimed: 'Every address that no other zone or workload declares. One zone at most has them.',
  never: 'No such connection may be allowed, under any identity or condition. Proven at every check.',
  reaches:
    'No chain of allowed connections may lead there either; a chain goes on from every address of a workload it arrived at.',
  within: 'Chains of at most this many connections: `within 3 hops`.',
  test: 'A named list of expectations on verdicts, checked with the policy.',
  expect: '`expect allow` holds if every such connection is allowed, `expect deny` if every one is denied.',
};

export const describeKeyword = (word: string): string | undefined =>
  Object.hasOwn(keywords, word) ? `**${word}** — ${keywords[word as keyof typeof keywords]}` : undefined;

const tierWords: { readonly [name in TierName]: string } = {
  emergency: 'for the hours of an incident: cuts off or opens up what nothing else may undo',
  guardrail: 'what no team can undo: the rules of security and compliance',
  platform: 'base services for everybody, such as DNS, time and logging',
  application: 'the connections of the applications; rules outside a `tier` block belong here too',
  baseline: 'what is left: the default of the policy before the final deny',
};

export function describeTier(name: string): string | undefined {
  const index = (tiers as readonly string[]).indexOf(name);
  if (index < 0) return undefined;
  const shown = tiers.map((tier, i) => (i === index ? `**${tier}**` : tier)).join(' → ');
  return `**tier ${name}** — ${tierWords[tiers[index]]}.\n\nOrder of decision: ${shown} → denied.`;
}

const fixedWords: { readonly [kind in ValueKind]?: Readonly<Record<string, string>> } = {
  trust: {
    untrusted: 'Nobody of ours answers for what is there: the internet, partners, guests.',
    dmz: 'Meets untrusted zones on behalf of others.',
    internal: 'Ours, and no more. The default at the top.',
    restricted: 'Has to be protected from the rest: findings look at rules into it more closely.',
  },
  criticality: {
    low: 'Its loss is an inconvenience.',
    medium: 'Its loss is noticed and can be worked around.',
    high: 'Its loss stops a part of the business.',
    critical: 'Its loss endangers the business, or people.',
  },
  boolean: { true: 'Yes.', false: 'No; the same as leaving the property out.' },
};

const identityWords: Readonly<Record<string, string>> = {
  user: 'One person, by the name that the directory knows.',
  group: 'A group of the directory.',
  'service-account': 'An account that a workload runs as, such as `namespace/name` in Kubernetes.',
  spiffe: 'A SPIFFE id: `spiffe://trust-domain/path`.',
  'iam-role': 'A role of a cloud provider, by its full name.',
};

/** A word of the fixed set that a property, or a kind of identity, takes. */
export function describeWord(kind: ValueKind, word: string): string | undefined {
  const words = kind === 'identity' ? identityWords : fixedWords[kind];
  return words && Object.hasOwn(words, word) ? `**${word}** — ${words[word]}` : undefined;
}

export function describeProperty(owner: string, key: string): string | undefined {
  if (!Object.hasOwn(propertySchemas, owner)) return undefined;
  const schema = (propertySchemas[owner as Propertied] as readonly PropertySchema[]).find(
    (candidate) => candidate.key === key,
  );
  return schema && `**${key}** of a ${owner} — ${schema.about}`;
}

export function describeProtocol(name: string): string | undefined {
  if (name === 'protocol')
    return '**protocol** — An IP protocol by its number from 0 to 255, such as `protocol/47`.';
  if (!Object.hasOwn(protocols, name)) return undefined;
  const { number, part, size } = protocols[name as keyof typeof protocols];
  const form =
    part === 'port'
      ? `\`${name}/443\` is one port, \`${name}/9000-9010\` a range`
      : `\`${name}/8\` is one type`;
  return `**${name}** — IP protocol ${number}, ${part}s 0 to ${size - 1}. ${form}, \`${name}\` alone all of them.`;
}

const findings: { readonly [code in FindingCode]: string } = {
  'syntax-error': 'The text cannot be read as a declaration.',
  'unknown-name': 'A name is used that nothing declares.',
  'duplicate-name': 'Two declarations have the same name, or two zones are `unclaimed`.',
  'cyclic-reference': 'A group or service is defined by itself, directly or through others.',
  'invalid-value': 'A value does not fit where it stands.',
  'unknown-property': 'Things of this kind have no such property.',
  'empty-rule': 'The rule, intent or expectation describes no connection at all.',
  'shadowed-rule': 'The rule never decides anything: stronger rules take every connection it matches.',
  'redundant-rule': 'Without the rule every verdict would be the same.',
  conflict:
    'A stronger rule of the same tier and another action decides part of this one, and reaches beyond it.',
  exception:
    'A stronger rule of the same tier and another action lies wholly inside this one: the normal idiom.',
  'masked-rule': 'An earlier tier decides part of the rule with the other action.',
  'inert-rule': 'A deny that denies nothing anybody allows, or a pass that exempts from nothing.',
  'broad-rule':
    'An allow that is wider than the policy permits: `any` at both ends, any service, or too many addresses or ports.',
  'zone-overlap': 'Two zones that are not nested share an address.',
  'outside-parent': 'Addresses of a zone are not inside those of the zone around it.',
  'intent-violated': 'A `never` does not hold.',
  'test-failed': 'An `expect` does not hold.',
  'expired-rule': '`expires` has passed: the rule takes part in no verdict.',
  'expiring-rule': '`expires` is at most 30 days away.',
  'missing-owner': 'An allow without an owner, in a policy that declares teams.',
  'missing-purpose': 'An allow without a purpose, in a policy that declares teams.',
  'insecure-service': 'An allow of a service that sends secrets in clear text into a restricted zone.',
  'location-only': 'An allow into a restricted zone with no identity and no label: trust by location alone.',
  'unplaced-workload':
    'A workload without addresses in a zone with some, where intents, tests or denies name addresses.',
  'unused-declaration': 'Nothing refers to the declaration.',
  'unused-ignore': 'A comment that silences nothing, or gives no reason.',
  'undecided-rule': 'A limit of effort was reached before the question was decided.',
};

export function describeFinding(code: string): string | undefined {
  if (!Object.hasOwn(findings, code)) return undefined;
  const severity = defaultSeverity[code as FindingCode];
  return `**${code}** (${severity} unless \`zoneflow.json\` says otherwise) — ${findings[code as FindingCode]}`;
}
