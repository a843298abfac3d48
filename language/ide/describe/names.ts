import { builtInServices, formatLiterals } from '../../net/services.js';
import type { Namespace } from '../../names/declarations.js';
import type { Snapshot } from '../../workspace.js';
import { code, codes, counted, escape } from '../markdown.js';
import { usageOf } from '../usage.js';
import { describeRule } from './rule.js';
import { describeSegment } from './segment.js';

/** A name of the policy, or of a built-in service, as Markdown; `undefined` where nothing has it. */
export function describeName(snapshot: Snapshot, namespace: Namespace, name: string): string | undefined {
  switch (namespace) {
    case 'segment':
      return describeSegment(snapshot, name);
    case 'service':
      return describeService(snapshot, name);
    case 'identity':
    case 'condition':
      return describeLimit(snapshot, namespace, name);
    case 'team':
      return describeTeam(snapshot, name);
    case 'ruleset': {
      const ruleset = snapshot.resolved.policy.rulesets.find((candidate) => candidate.name === name);
      return (
        ruleset &&
        `**ruleset** ${code(name)} — ${counted(ruleset.rules.length, 'rule')}, first match wins, the end denies`
      );
    }
    case 'flow': {
      const { policy } = snapshot.resolved;
      const rules = [policy.rules, ...policy.rulesets.map((ruleset) => ruleset.rules)];
      const rule = rules.flatMap((list) =>
        list.filter((candidate) => candidate.named && candidate.name === name),
      )[0];
      return rule && describeRule(snapshot, rule);
    }
  }
}

function describeService(snapshot: Snapshot, name: string): string | undefined {
  const { policy, declarations } = snapshot.resolved;
  const set = policy.services.get(name);
  if (set === undefined) return undefined;
  const declared = declarations.byName.service.has(name);
  const notes: string[] = [];
  if (!declared) notes.push('built in');
  else if (builtInServices.has(name)) notes.push('declared here in place of the built-in one');
  if (policy.encrypted.has(name)) notes.push('encrypted');
  if (snapshot.config.insecure.includes(name)) notes.push('listed as insecure');
  const uses = counted(usageOf(snapshot).count('service', name), 'use');
  return `**service** ${code(name)}${notes.length > 0 ? ` — ${notes.join(', ')}` : ''}\n\n${codes(formatLiterals(set), 12)} · ${uses}`;
}

function describeLimit(
  snapshot: Snapshot,
  namespace: 'identity' | 'condition',
  name: string,
): string | undefined {
  const declaration = snapshot.resolved.declarations.byName[namespace].get(name);
  const node = declaration?.file.tree.items[declaration.item];
  const uses = counted(usageOf(snapshot).count(namespace, name), 'use');
  if (node?.kind === 'identity') {
    const subject = node.subject === undefined ? '' : ` — ${node.sort?.text ?? ''} ${code(node.subject)}`;
    return `**identity** ${code(name)}${subject}\n\n${uses}`;
  }
  if (node?.kind !== 'condition') return undefined;
  return `**condition** ${code(name)}${node.title ? ` — ${escape(node.title, 200)}` : ''}\n\n${uses}`;
}

function describeTeam(snapshot: Snapshot, name: string): string | undefined {
  const { policy, declarations } = snapshot.resolved;
  const declaration = declarations.byName.team.get(name);
  const node = declaration?.file.tree.items[declaration.item];
  if (node?.kind !== 'team') return undefined;
  const contact = node.properties.find(({ key }) => key.text === 'contact')?.value;
  const segments = policy.segments.filter(({ owner }) => owner === name).length;
  const rules = policy.rules.filter(({ owner }) => owner === name).length;
  const reach = contact?.kind === 'string' ? ` — ${code(contact.value)}` : '';
  return `**team** ${code(name)}${reach}\n\nanswers for ${counted(segments, 'zone or workload', 'zones and workloads')}, ${counted(rules, 'rule')}`;
}
