import type { Declaration, Declared, Namespace } from '../../names/declarations.js';
import {
  builtInServices,
  formatLiterals,
  protocols,
  serviceAxis,
  type ServiceSet,
} from '../../net/services.js';
import type { Snapshot } from '../../workspace.js';
import { shorten } from '../markdown.js';
import type { CompletionKind } from '../model.js';
import { usageOf } from '../usage.js';
import { BestFew, fitOf } from '../choose.js';
import { nameRank, ranks, type Draft, type Offer } from './draft.js';

/** What is known of the place where a name is asked for. */
export interface Wanted {
  /** Names that stand there already. */
  readonly taken: readonly string[];
  /** Names that it belongs with: their neighbours come first. */
  readonly near: readonly string[];
  /** What stands before the cursor of the name that is being typed. */
  readonly typed: string;
}

/** Of more names than this those that fit best are offered: nobody reads on, and all of them would take long to send. */
export const mostNames = 250;

/** Zones, workloads and groups, `any` and label maps: the ends of rules and the elements of groups. */
export function segmentNames(snapshot: Snapshot, wanted: Wanted): Offer {
  const { drafts, isPart } = declaredNames(snapshot, 'segment', wanted);
  const any: Draft = {
    label: 'any',
    kind: 'keyword',
    detail: 'every address, workload and zone',
    data: 'keyword:any',
    rank: ranks.words,
  };
  const others = usageOf(snapshot).labels.size > 0 ? [any, labelMap] : [any];
  return { drafts: [...drafts, ...others], isPart };
}

const labelMap: Draft = {
  label: '{ label: value }',
  kind: 'snippet',
  detail: 'the workloads with these labels',
  insert: '{ $1 }',
  format: 'snippet',
  filter: '{',
  rank: ranks.words + 1,
  again: true,
};

/** A label map to fill in, as a property's value. */
export const emptyMap: Draft = { ...labelMap, rank: ranks.next };

/** Built-in services that most policies name: they come first of those that a policy has not named yet. */
const usual = ['https', 'ssh', 'dns', 'ntp', 'ldaps', 'rdp', 'smb', 'postgres', 'mssql', 'mysql', 'ping'];
const builtInsInOrder: readonly (readonly [string, ServiceSet])[] = [
  ...[...builtInServices]
    .filter(([name]) => usual.includes(name))
    .sort(([a], [b]) => usual.indexOf(a) - usual.indexOf(b)),
  ...[...builtInServices].filter(([name]) => !usual.includes(name)),
];

/** Services by name, declared ones first, `any`, and the protocols to write a literal with. */
export function serviceNames(snapshot: Snapshot, wanted: Wanted): Offer {
  const { drafts, isPart } = declaredNames(snapshot, 'service', wanted);
  const known = snapshot.resolved.declarations.byName.service;
  const usage = usageOf(snapshot);
  const builtIn = builtInsInOrder.filter(([name]) => !known.has(name) && !wanted.taken.includes(name));
  const others: Draft[] = [
    ...builtIn.map(([name, set]): Draft => {
      const detail = portsOf(set);
      return {
        label: name,
        kind: 'service',
        detail,
        data: `service:${name}`,
        rank: nameRank(false, usage.count('service', name)),
      };
    }),
    { label: 'any', kind: 'keyword', detail: 'every service', data: 'keyword:any', rank: ranks.words },
    ...[...Object.keys(protocols), 'protocol'].map((name, index): Draft => ({
      label: `${name}/`,
      kind: 'value',
      detail: protocolDetail(name),
      data: `protocol:${name}`,
      rank: ranks.words + 1 + index,
      again: true,
    })),
  ];
  return { drafts: [...drafts, ...others], isPart };
}

function protocolDetail(name: string): string {
  if (name === 'protocol') return 'an IP protocol by its number';
  const { part } = protocols[name as keyof typeof protocols];
  return part === 'port' ? 'a port or a range of ports' : 'a type';
}

/** The ports or types of a protocol that have a name. */
export function namedPorts(snapshot: Snapshot, protocol: string): Draft[] {
  if (!Object.hasOwn(protocols, protocol)) return [];
  const { size } = protocols[protocol as keyof typeof protocols];
  const start = serviceAxis[protocol as keyof typeof protocols];
  const names = new Map<string, string[]>();
  for (const [name, set] of snapshot.resolved.policy.services) {
    for (let i = 0; i < set.length; i += 2) {
      if (set[i] < start || set[i + 1] > start + size || set[i + 1] - set[i] === size) continue;
      const [from, to] = [set[i] - start, set[i + 1] - 1 - start];
      const text = from === to ? `${from}` : `${from}-${to}`;
      names.set(text, [...(names.get(text) ?? []), name]);
    }
  }
  return [...names].map(([text, meant], rank) => ({
    label: text,
    kind: 'value',
    detail: meant.join(', '),
    rank,
  }));
}

/** The names of one namespace that are not taken yet; of a great many those that fit best what has been typed. */
export function declaredNames(snapshot: Snapshot, namespace: Namespace, wanted: Wanted): Offer {
  const { taken } = wanted;
  const usage = usageOf(snapshot);
  const isNear = namespace === 'segment' ? nearness(wanted) : () => false;
  const { declarations } = snapshot.resolved;
  const names = declarations.named(namespace);
  const isPart = names.size > mostNames;
  const typed = wanted.typed.toLowerCase();
  const best = new BestFew<Declared>(mostNames);
  for (const declared of names.values()) {
    const { name } = declared;
    // A list that is sent whole is the client's to filter.
    const fit = isPart ? fitOf(name, typed) : 0;
    if (fit === undefined || taken.includes(name)) continue;
    best.offer(declared, fit, nameRank(isNear(name), usage.count(namespace, name)));
  }
  const drafts = best.list().map(({ name, kind }): Draft => ({
    label: name,
    kind: kind as CompletionKind,
    data: `${namespace}:${name}`,
    rank: nameRank(isNear(name), usage.count(namespace, name)),
    describe: () => detailOf(snapshot, declarations.byName[namespace].get(name)!),
  }));
  return { drafts, isPart };
}

/** Tells whether a name is in the same outermost zone as one that it belongs with. */
function nearness({ near, taken }: Wanted): (name: string) => boolean {
  const families = [...new Set(near.concat(taken).map((name) => name.split('.', 1)[0]))];
  return (name) =>
    families.some(
      (family) => name.startsWith(family) && (name.length === family.length || name[family.length] === '.'),
    );
}

/** A few words on what a name stands for. */
function detailOf(snapshot: Snapshot, { kind, name, file, item }: Declaration): string | undefined {
  const node = file.tree.items[item];
  switch (node.kind) {
    case 'zone':
      return node.title ? `zone · ${shorten(node.title)}` : 'zone';
    case 'workload':
    case 'group':
      return kind;
    case 'service':
      return portsOf(snapshot.resolved.policy.services.get(name) ?? []) || undefined;
    case 'identity':
      return node.sort && shorten(`${node.sort.text} ${node.subject ?? ''}`.trim());
    case 'condition':
      return node.title && shorten(node.title);
    default:
      return undefined;
  }
}

const portsOf = (set: ServiceSet): string => shorten(formatLiterals(set).join(', '));
