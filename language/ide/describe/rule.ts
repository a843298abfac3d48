import { decidedBeforeRule } from '../../analysis/decided.js';
import { effectiveServices } from '../../analysis/effective.js';
import { findUncovered, isWitness } from '../../analysis/engine/cover.js';
import { strength, type Book, type Library } from '../../analysis/book.js';
import { nameServices, type ServiceSet } from '../../net/services.js';
import { within } from '../../net/ranges.js';
import { tiers, type Policy, type Rule } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { code, codes, escape } from '../markdown.js';

/** Pieces of a rule looked at before the answer is that it is not known. */
const pieces = 2_000;

/** A rule in words: what it says, and what is left of that once stronger rules have had their say. */
export function describeRule(snapshot: Snapshot, rule: Rule): string {
  const { analysis } = snapshot;
  const { policy, library } = analysis;
  const ruleset = policy.rulesets.findIndex(({ rules }) => rules.includes(rule));
  const book = ruleset < 0 ? library.tiers : library.rulesets[ruleset];
  const id = book.rules.indexOf(rule);
  return [
    `${headOf(rule)} · ${homeOf(policy, rule, ruleset)}`,
    code(rule.text, 200),
    sentence(policy, rule),
    rule.expired ? `It ended on ${rule.expires} and takes part in no verdict.` : effect(library, book, id),
    detailsOf(rule),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** A generated name only where it is not the text itself, which follows. */
function headOf({ action, name, named, text }: Rule): string {
  const shown = named || name !== text ? ` ${code(name, 200)}` : '';
  return `**${named ? 'flow' : action}**${shown}`;
}

function homeOf({ rulesets }: Policy, rule: Rule, ruleset: number): string {
  if (ruleset < 0) return `tier \`${tiers[rule.tier]}\`, ${rule.tier + 1} of ${tiers.length}`;
  const { name, rules } = rulesets[ruleset];
  return `rule ${rules.indexOf(rule) + 1} of ${rules.length} in rule set ${code(name)}, first match wins`;
}

function sentence(policy: Policy, { action, identities, conditions }: Rule): string {
  const verbs = {
    allow: 'These connections are allowed',
    deny: 'These connections are denied',
    pass: 'This tier stays silent on these connections and the next one decides',
  };
  const who =
    identities &&
    `for initiators with the identity ${codes(
      identities.map((id) => policy.identities[id]),
      6,
    )}`;
  const when =
    conditions.length > 0 &&
    `while ${codes(
      conditions.map((id) => policy.conditions[id]),
      6,
    )} ${conditions.length > 1 ? 'hold' : 'holds'}`;
  const limits = [who, when].filter(Boolean).join(', ');
  return `${verbs[action]}${limits ? `, ${limits}` : ''}.`;
}

/** What of the rule's connections is left for it to decide, and who takes the rest. */
function effect(library: Library, book: Book, id: number): string {
  const rule = book.rules[id];
  const shares = book.worlds.flatMap((world) =>
    world.regions[id] ? [{ world, region: world.regions[id] }] : [],
  );
  if (shares.length === 0) return 'It describes no connection.';
  const stronger = strongerRules(book, id);
  if (stronger.length === 0)
    return `No stronger rule meets it: it ${verb(rule)} all connections that it describes.`;
  const others = `Stronger rules that meet it: ${codes(
    stronger.map(({ name }) => name),
    5,
  )}.`;
  if (book === library.tiers) {
    const services = effectiveServices(library, id, rule.source, rule.destination, pieces);
    return `${servicesLeft(library.policy, rule, services)} ${others}`.trim();
  }
  const left = shares.map(({ world, region }) =>
    findUncovered(region, decidedBeforeRule(book, world, id, 1), world.space, { pieces }, book.work),
  );
  if (left.some(isWitness)) return `It decides a part of its connections or all. ${others}`;
  return left.includes('undecided')
    ? others
    : `It decides nothing: earlier rules take every connection. ${others}`;
}

const verb = ({ action }: Rule): string => (action === 'pass' ? 'passes on' : 'decides');

function servicesLeft(policy: Policy, rule: Rule, services: ServiceSet | undefined): string {
  if (services === undefined) return '';
  if (services.length === 0) return `It ${verb(rule)} nothing: stronger rules take every connection.`;
  if (within(rule.services, services)) return `It ${verb(rule)} connections on every service that it names.`;
  return `It ${verb(rule)} connections on ${codes(nameServices(services, policy.services), 6)} only.`;
}

/** Rules that come before it in the order of decision and meet it, by place. */
function strongerRules(book: Book, id: number): Rule[] {
  const rule = book.rules[id];
  const ids = new Set<number>();
  for (const world of book.worlds) {
    const region = world.regions[id];
    if (region === undefined) continue;
    const trees =
      book.ruleset === undefined ? world.trees.slice(0, rule.tier * 3 + strength[rule.action]) : world.trees;
    const below = book.ruleset === undefined ? book.rules.length : id;
    const filter = { states: book.states, most: 1, except: id, from: 0, below };
    for (const tree of trees) for (const entry of tree.meeting(region, filter)) ids.add(entry.id);
  }
  const found = [...ids].sort((a, b) => a - b).map((other) => book.rules[other]);
  return found.filter(({ action, tier }) => action !== 'pass' || tier === rule.tier);
}

function detailsOf({ owner, purpose, ticket, expires, review, expired }: Rule): string {
  const parts: string[] = [];
  if (owner) parts.push(`owner ${code(owner)}`);
  if (purpose) parts.push(`purpose: ${escape(purpose, 200)}`);
  if (ticket) parts.push(`ticket ${escape(ticket)}`);
  if (expires && !expired) parts.push(`until ${expires}`);
  if (review) parts.push(`review by ${review}`);
  return parts.join(' · ');
}
