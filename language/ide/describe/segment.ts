import type { Policy, Segment } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { code, codes, counted, escape } from '../markdown.js';
import { describeEndpoints } from './endpoints.js';
import { flowsInto, flowsOutOf, type Crossing } from './flows.js';

/** A zone, workload or group: what it is, what is in it, and what goes in and out. */
export function describeSegment(snapshot: Snapshot, name: string): string | undefined {
  const { policy } = snapshot.resolved;
  const index = policy.segmentIndex.get(name);
  if (index === undefined) return undefined;
  const segment = policy.segments[index];
  const lines = [
    headOf(segment),
    attributesOf(segment),
    describeEndpoints(segment.set, policy),
    contentOf(policy, segment),
    labelsOf(segment),
    line('In', segment, flowsInto(snapshot.analysis, segment.set)),
    line('Out', segment, flowsOutOf(snapshot.analysis, segment.set)),
  ];
  return lines.filter((text) => text !== '').join('\n\n');
}

function headOf({ kind, name, title }: Segment): string {
  return `**${kind}** ${code(name)}${title ? ` — ${escape(title)}` : ''}`;
}

function attributesOf({ kind, trust, criticality, owner, tags }: Segment): string {
  const parts: string[] = [];
  if (kind !== 'group') parts.push(`trust \`${trust}\``);
  if (criticality) parts.push(`criticality \`${criticality}\``);
  if (owner) parts.push(`owner ${code(owner)}`);
  if (tags.length > 0) parts.push(`tags ${codes(tags, 6)}`);
  return parts.join(' · ');
}

function labelsOf({ labels }: Segment): string {
  if (labels.size === 0) return '';
  return `labels ${codes(
    [...labels].map(([key, value]) => `${key}: ${value}`),
    8,
  )}`;
}

function contentOf(policy: Policy, { children }: Segment): string {
  if (children.length === 0) return '';
  const zones = children.filter((child) => policy.segments[child].kind === 'zone');
  const parts: string[] = [];
  if (zones.length > 0) parts.push(counted(zones.length, 'zone'));
  if (children.length > zones.length) parts.push(counted(children.length - zones.length, 'workload'));
  const names = children.slice(0, 20).map((child) => ownName(policy.segments[child].name));
  const more = children.length - names.length;
  return `${parts.join(', ')} in it: ${codes(more > 0 ? [...names, ...Array<string>(more).fill('')] : names, 8)}`;
}

const ownName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function line(label: string, { kind }: Segment, { rules, complete }: Crossing): string {
  // The call hierarchy comes from the graph, which knows them all, but no groups.
  const more = complete || kind === 'group' ? '' : '; *Show Call Hierarchy* lists all';
  if (rules.length === 0)
    return `${label}: ${complete ? 'nothing is allowed' : `nothing found in the rules looked at${more}`}`;
  const count = counted(rules.length, 'allow rule');
  return `${label}: ${complete ? '' : 'at least '}${count} — ${codes(
    rules.map(({ name }) => name),
    5,
  )}${more}`;
}
