import type { Declaration, Namespace } from '../../names/declarations.js';
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
import { nameRank, ranks, type Draft } from './draft.js';

/** What is known of the place where a name is asked for. */
export interface Wanted {
  /** Names that stand there already. */
  readonly taken: readonly string[];
  /** Names that it belongs with: their neighbours come first. */
  readonly near: readonly string[];
}

/** Zones, workloads and groups, `any` and label maps: the ends of rules and the elements of groups. */
export function segmentNames(snapshot: Snapshot, wanted: Wanted): Draft[] {
  const drafts = declaredNames(snapshot, 'segment', wanted);
  const any: Draft = {
    label: 'any',
    kind: 'keyword',
    detail: 'every address, workload and zone',
    data: 'keyword:any',
    rank: ranks.words,
  };
  drafts.push(any);
  if (usageOf(snapshot).labels.size > 0) drafts.push(labelMap);
  return drafts;
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

/** Services by name, declared ones first, `any`, and the protocols to write a literal with. */
export function serviceNames(snapshot: Snapshot, wanted: Wanted): Draft[] {
  const declared = declaredNames(snapshot, 'service', wanted);
  const known = snapshot.resolved.declarations.byName.service;
  const usage = usageOf(snapshot);
  const builtIn = [...builtInServices].filter(([name]) => !known.has(name) && !wanted.taken.includes(name));
  return [
    ...declared,
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

/** The names of one namespace that are not taken yet. */
export function declaredNames(snapshot: Snapshot, namespace: Namespace, { taken, near }: Wanted): Draft[] {
  const usage = usageOf(snapshot);
  const families = new Set(near.concat(taken).map(familyOf));
  const drafts: Draft[] = [];
  const { declarations } = snapshot.resolved;
  for (const [name, { kind }] of declarations.named(namespace)) {
    if (taken.includes(name)) continue;
    const rank = nameRank(
      namespace === 'segment' && families.has(familyOf(name)),
      usage.count(namespace, name),
    );
    drafts.push({
      label: name,
      kind: kind as CompletionKind,
      data: `${namespace}:${name}`,
      rank,
      describe: () => detailOf(snapshot, declarations.byName[namespace].get(name)!),
    });
  }
  return drafts;
}

/** The outermost zone of a dotted name. */
const familyOf = (name: string): string => name.split('.', 1)[0];

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
