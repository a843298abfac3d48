import type { Budget } from '../analysis/engine/cover.js';
import { idsOf } from '../analysis/numbers.js';
import type { Fix, TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { intersectEndpoints, subtractEndpoints, type EndpointSet } from '../net/endpoints.js';
import { subtract } from '../net/ranges.js';
import type { Rule, Traffic } from '../policy/model.js';
import type { RuleItem } from '../syntax/tree.js';
import type { Snapshot } from '../workspace.js';
import { fix } from './edits.js';
import { textOf, withExcept, writePart, type Written } from './parts.js';
import { isAtPeace, keepsVerdicts } from './proof.js';
import { partsOf, rewritten, says } from './rewrite.js';
import { elementsOf, writeEnds, writeServices } from './sets.js';
import { itemFrom, proofPieces, type FixSubject } from './subject.js';

/** Parts that a rule can leave something out of. */
const sides = ['source', 'destination', 'services'] as const;
type Side = (typeof sides)[number];

/** For each stronger rule the side on which it is left out. */
type Plan = ReadonlyMap<number, Side>;

/**
 * Writes a conflict into the weaker rule: what stronger rules decide of it is left out, on one side of the rule where one
 * does for all of them. Proven: no verdict changes, and no conflict of the rule is left.
 */
export function exceptStronger(subject: FixSubject): Fix[] {
  const { conflict, exception } = subject.facts;
  if (conflict === undefined || conflict.more || exception?.more) return [];
  const { numbers } = subject.book;
  const opposed = idsOf(numbers, conflict.numbers);
  const all = [...opposed, ...idsOf(numbers, exception?.numbers ?? [])];
  const budget: Budget = { pieces: proofPieces };
  const fixes = fixesLeavingOut(subject, opposed, all, budget);
  // An exception that the rule no longer holds whole would be a conflict: then it is left out as well.
  return fixes.length > 0 || exception === undefined ? fixes : fixesLeavingOut(subject, all, all, budget);
}

function fixesLeavingOut(
  subject: FixSubject,
  stronger: readonly number[],
  all: readonly number[],
  budget: Budget,
): Fix[] {
  return plansFor(subject, stronger, budget)
    .map((plan) => carryOut(subject, plan, all, budget))
    .filter((found) => found !== undefined);
}

/** One plan for each side that does for all stronger rules; else one that takes for each the first that does. */
function plansFor(subject: FixSubject, stronger: readonly number[], budget: Budget): Plan[] {
  const { rule, book } = subject;
  const possible = stronger.map((other) =>
    sides.filter((side) => keepsVerdicts(subject, leaveOut(rule, book.rules[other], side), budget)),
  );
  const whole = sides.filter((side) => possible.every((list) => list.includes(side)));
  if (whole.length > 0) return whole.map((side) => new Map(stronger.map((other) => [other, side])));
  if (possible.some((list) => list.length === 0)) return [];
  return [new Map(stronger.map((other, i) => [other, possible[i][0]]))];
}

function leaveOut(traffic: Traffic, other: Rule, side: Side): Traffic {
  const rest = partsOf(traffic);
  if (side === 'services') return { ...rest, services: subtract(rest.services, other.services) };
  return { ...rest, [side]: subtractEndpoints(rest[side], other[side]) };
}

function carryOut(
  subject: FixSubject,
  plan: Plan,
  opponents: readonly number[],
  budget: Budget,
): Fix | undefined {
  const { book, rule } = subject;
  let traffic: Traffic = rule;
  for (const [other, side] of plan) traffic = leaveOut(traffic, book.rules[other], side);
  if (!keepsVerdicts(subject, traffic, budget)) return undefined;
  if (!opponents.every((other) => isAtPeace(subject, other, traffic, budget))) return undefined;
  const edits = editsFor(subject, plan, traffic);
  const after = edits && rewritten(subject, edits);
  if (edits === undefined || after === undefined || !says(after, rule, traffic)) return undefined;
  const used = new Set(plan.values());
  const way =
    used.has('services') && used.size === 1 ? 'List the services that are left' : 'Write it as `except`';
  return fix(`${way}: \`${after.text}\``, ...edits);
}

function editsFor(subject: FixSubject, plan: Plan, traffic: Traffic): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const side of new Set(plan.values())) {
    const others = [...plan].filter(([, own]) => own === side).map(([other]) => subject.book.rules[other]);
    const text =
      side === 'services'
        ? writeServices(subject.snapshot.resolved.policy, traffic.services)
        : endsText(subject, side, others);
    const edit = text === undefined ? undefined : writePart(subject, side, text);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}

function endsText(
  subject: FixSubject,
  side: 'source' | 'destination',
  others: readonly Rule[],
): string | undefined {
  const elements = new Set<string>();
  for (const other of others) {
    const own = leftOut(subject, side, other);
    if (own === undefined) return undefined;
    for (const element of own) elements.add(element);
  }
  return withExcept(subject, subject.node[side], [...elements]);
}

/** What to leave out for one stronger rule: as that rule says it where it does in a word, else the part that both share. */
function leftOut(
  { snapshot, rule }: FixSubject,
  side: 'source' | 'destination',
  other: Rule,
): string[] | undefined {
  const written = writtenAt(snapshot, other);
  const value = written?.node[side];
  if (written && value && (value.kind === 'name' || value.kind === 'address' || value.kind === 'labels'))
    return [textOf(written, value)];
  const { policy } = snapshot.resolved;
  const shared: EndpointSet = intersectEndpoints(rule[side], other[side]);
  const elements = elementsOf(policy, shared);
  if (elements !== undefined) return elements;
  const text = writeEnds(policy, shared);
  return text === undefined ? undefined : [text];
}

function writtenAt(
  snapshot: Snapshot,
  rule: Rule,
): (Written & { file: SourceFile; node: RuleItem }) | undefined {
  const place = snapshot.resolved.policy.placeOf(rule);
  const file = snapshot.file(place.file);
  const item = file === undefined ? -1 : itemFrom(file, place.start);
  const node = file?.tree.items[item];
  return file && node?.kind === 'rule' ? { file, item, node } : undefined;
}
