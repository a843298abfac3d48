import { addDays } from '../../checks/housekeeping.js';
import { tiers } from '../../policy/model.js';
import { identityKinds, trustLevels } from '../../policy/schema.js';
import type { Draft } from './draft.js';
import type { Home } from './slots.js';

/** A declaration as a whole: its first word, where it may stand, and its skeleton. */
interface Skeleton {
  readonly label: string;
  readonly homes: readonly Home[];
  readonly detail: string;
  readonly body: string;
  /** Names are offered at the first placeholder. */
  readonly again?: true;
}

const anywhere: readonly Home[] = ['top', 'tier', 'ruleset'];

/** In the order in which they are offered. `DATE` is a day three months from the date of the check. */
const skeletons: readonly Skeleton[] = [
  { label: 'allow', homes: anywhere, detail: 'a rule', body: 'allow $1 to $2 on $3', again: true },
  {
    label: 'flow',
    homes: anywhere,
    detail: 'a rule with a name that stays',
    body: 'flow ${1:name}: allow $2 to $3 on $4 {\n  owner = $5, purpose = "$6"\n}',
  },
  { label: 'deny', homes: anywhere, detail: 'a rule', body: 'deny $1 to $2 on $3', again: true },
  {
    label: 'pass',
    homes: ['tier', 'top'],
    detail: 'an exception: this tier stays silent',
    body: 'pass $1 to $2 on $3 { ticket = "$4", expires = ${5:DATE} }',
    again: true,
  },
  {
    label: 'zone',
    homes: ['top', 'zone'],
    detail: 'a part of the network',
    body: 'zone ${1:name} "${2:title}" {\n  addresses = $3\n}',
  },
  {
    label: 'workload',
    homes: ['top', 'zone'],
    detail: 'one application instance or class',
    body: 'workload ${1:name} { addresses = $2 }',
  },
  { label: 'group', homes: ['top'], detail: 'a named set of ends', body: 'group ${1:name} = [$2]' },
  {
    label: 'service',
    homes: ['top'],
    detail: 'named protocols and ports',
    body: 'service ${1:name} = ${2:tcp/8443}',
  },
  {
    label: 'tier',
    homes: ['top'],
    detail: `rules of one tier: ${tiers.join(', ')}`,
    body: `tier \${1|${tiers.join(',')}|} {\n  $0\n}`,
  },
  {
    label: 'never',
    homes: ['top'],
    detail: 'no connection may be allowed',
    body: 'never $1 to $2',
    again: true,
  },
  {
    label: 'never … reaches',
    homes: ['top'],
    detail: 'no chain of connections may be allowed',
    body: 'never $1 reaches $2',
    again: true,
  },
  {
    label: 'never … reaches … within',
    homes: ['top'],
    detail: 'no chain of so many connections may be allowed',
    body: 'never $1 reaches $2 within ${3:3} hops',
    again: true,
  },
  {
    label: 'test',
    homes: ['top'],
    detail: 'connections with the verdict they must have',
    body: 'test "${1:what must hold}" {\n  expect ${2|allow,deny|} $3 to $4 on $5\n}',
  },
  {
    label: 'expect allow',
    homes: ['test'],
    detail: 'every such connection is allowed',
    body: 'expect allow $1 to $2 on $3',
    again: true,
  },
  {
    label: 'expect deny',
    homes: ['test'],
    detail: 'every such connection is denied',
    body: 'expect deny $1 to $2 on $3',
    again: true,
  },
  {
    label: 'team',
    homes: ['top'],
    detail: 'who answers for things',
    body: 'team ${1:name} { contact = "${2:team@example.org}" }',
  },
  {
    label: 'identity',
    homes: ['top'],
    detail: 'whom a rule can be limited to',
    body: `identity \${1:name} = \${2|${identityKinds.join(',')}|} "\${3:subject}"`,
  },
  {
    label: 'condition',
    homes: ['top'],
    detail: 'what must hold for a rule',
    body: 'condition ${1:name} "${2:what holds}"',
  },
  {
    label: 'labels',
    homes: ['top'],
    detail: 'label keys and their values',
    body: 'labels {\n  ${1:env}: ${2:prod | test}\n}',
  },
  {
    label: 'ruleset',
    homes: ['top'],
    detail: 'an ordered rule set: first match wins',
    body: 'ruleset ${1:name} {\n  allow $2 to $3 on $4\n  deny any to any on any\n}',
  },
  {
    label: 'zone (no addresses yet)',
    homes: ['top', 'zone'],
    detail: 'a segment of a sketch',
    body: 'zone ${1:name} "${2:title}"',
  },
  {
    label: 'zone (by labels)',
    homes: ['top', 'zone'],
    detail: 'all workloads with these labels',
    body: 'zone ${1:name} { members = { ${2:tier}: ${3:app} } }',
  },
  {
    label: 'zone (unclaimed)',
    homes: ['top'],
    detail: 'all addresses that nothing else declares',
    body: `zone \${1:internet} {\n  addresses = unclaimed\n  trust = \${2|${trustLevels.join(',')}|}\n}`,
  },
];

/**
 * Whole declarations that may stand in `home`, as snippets. `asOf` is the date of the check. Without a segment in the
 * policy rules have no ends: what declares one comes first then.
 */
export function declarations(home: Home, asOf: string, hasSegments: boolean): Draft[] {
  const isFirst = ({ label }: Skeleton): boolean => !hasSegments && /^(zone|workload)\b/.test(label);
  const allowed = skeletons.filter(({ homes }) => homes.includes(home));
  const fitting = [...allowed.filter(isFirst), ...allowed.filter((skeleton) => !isFirst(skeleton))];
  return fitting.map(({ label, detail, body, again }, index) => ({
    label,
    kind: 'snippet',
    detail,
    data: `keyword:${label.split(' ')[0]}`,
    insert: body.replace('DATE', addDays(asOf, 90)),
    format: 'snippet',
    rank: index,
    ...(again && { again }),
  }));
}
