import { sameEnds, sameRule } from '../analysis/lineage.js';
import type { TextEdit } from '../findings.js';
import { compareVerdicts } from '../fixes/compare.js';
import { proofPieces } from '../fixes/subject.js';
import { declarationAtTop, declarationInZone } from '../ide/fixes/declare.js';
import {
  countAddresses,
  intersectEndpoints,
  isEmptySet,
  subtractEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Policy, Segment, Traffic } from '../policy/model.js';
import { resolve } from '../policy/resolve.js';
import type { Snapshot } from '../workspace.js';
import { alike, writeName, type PlacedSpot } from './extract.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { setOf } from './read.js';
import { filesAfter, isFreeAtTop } from '../ide/edits.js';
import { writtenText } from '../ide/values.js';
import { unusedName, wordFor } from '../ide/unused-name.js';

/**
 * A zone for an address literal of a statement, in the least zone that holds its addresses; wherever the same literal is
 * written. To declare addresses can take them from the zone of the unclaimed ones: it is offered only where the policy
 * read anew proves that no verdict changes and no intent says anything else, and where no zone would overlap another.
 */
export function extractZone(snapshot: Snapshot, spot: PlacedSpot): Refactoring[] {
  const { file, item, value, role } = spot;
  if (role !== 'ends' || value.kind !== 'address') return [];
  const set = setOf(snapshot, spot);
  if (set?.role !== 'ends') return [];
  const { segments } = snapshot.resolved.policy;
  if (segments.some((segment) => sameEnds(segment.set, set.ends))) return [];
  const around = leastAround(segments, set.ends);
  if (overlaps(segments, set.ends, around)) return [];
  const before = around ? `${around.name}.` : '';
  const own = unusedName(snapshot, 'segment', wordFor(value), before);
  const head = `zone ${own}`;
  const text = `${head} { addresses = ${writtenText(file, item, value)} }`;
  const declaration = around
    ? declarationInZone(snapshot, around.name, text)
    : declarationAtTop(snapshot, { namespace: 'segment', file, item }, 'zone', text);
  if (declaration === undefined) return [];
  const places = alike(snapshot, spot);
  const edits = [declaration, ...places.map((place) => writeName(place, before + own))];
  const isKept = around !== undefined || takesNothing(segments, set.ends) || keepsMeaning(snapshot, edits);
  if (!isKept || (around === undefined && !isFreeAtTop(snapshot, declaration))) return [];
  const start = declaration.newText.indexOf(head) + 'zone '.length;
  const many = places.length > 1 ? ` wherever it is written (${places.length} places)` : '';
  return [
    {
      title: `Extract zone \`${before}${own}\` for \`${writtenText(file, item, value)}\`${many} (no verdict changes)`,
      kind: refactoringKinds.extract,
      edits,
      focus: { edit: 0, start, end: start + own.length, rename: true },
    },
  ];
}

/** The zone with the fewest addresses of its own that hold all of a set. */
function leastAround(segments: readonly Segment[], set: EndpointSet): Segment | undefined {
  let least: Segment | undefined;
  for (const segment of segments) {
    const { kind, own, unclaimed } = segment;
    if (kind !== 'zone' || unclaimed || own === undefined) continue;
    if (!isEmptySet(subtractEndpoints(set, own))) continue;
    if (least === undefined || countAddresses(own) < countAddresses(least.own!)) least = segment;
  }
  return least;
}

/** Whether a zone for the set would share addresses with one that it is not nested in. */
function overlaps(segments: readonly Segment[], set: EndpointSet, around: Segment | undefined): boolean {
  return segments.some(
    ({ kind, name, declared, unclaimed }) =>
      kind === 'zone' &&
      !unclaimed &&
      name !== around?.name &&
      !around?.name.startsWith(`${name}.`) &&
      !isEmptySet(intersectEndpoints(declared, set)),
  );
}

/**
 * Whether nobody has the unclaimed addresses, or the set holds none of them: then no name stands for anything else once a
 * zone declares it. So it is inside a zone, whose addresses are claimed.
 */
function takesNothing(segments: readonly Segment[], set: EndpointSet): boolean {
  const rest = segments.find(({ unclaimed }) => unclaimed);
  return rest?.own === undefined || isEmptySet(intersectEndpoints(rest.own, set));
}

/** In larger policies a zone that takes unclaimed addresses is not offered: all of the policy has to be read for that. */
const mostRules = 2_000;

/** Whether the policy read after the edits says the same of every connection, and asks the same of its intents and tests. */
function keepsMeaning(snapshot: Snapshot, edits: readonly TextEdit[]): boolean {
  const { resolved, asOf, analysis } = snapshot;
  if (resolved.ruleCount > mostRules) return false;
  const after = resolve(filesAfter(snapshot, edits), asOf, resolved);
  const [old, now] = [resolved.policy, after.policy];
  if (after.findings.length > resolved.findings.length || !sameNames(old, now)) return false;
  const rulesets = [old, now].map((policy) => policy.rulesets.flatMap(({ rules }) => rules));
  const fixed = [rulesets, [old.nevers, now.nevers], [old.expectations, now.expectations]];
  if (!fixed.every(([a, b]) => a.length === b.length && a.every((one, i) => sameTraffic(one, b[i]))))
    return false;
  if (old.rules.length !== now.rules.length) return false;
  const pairs = old.rules.flatMap((rule, i) =>
    sameRule(rule, now.rules[i]) ? [] : [[rule, now.rules[i]] as const],
  );
  if (pairs.length === 0) return true;
  const { undecided, denied, allowed } = compareVerdicts(analysis.library, pairs, { pieces: proofPieces });
  return !undecided && denied === undefined && allowed === undefined;
}

const sameNames = (a: Policy, b: Policy): boolean =>
  [
    [a.symbols, b.symbols],
    [a.identities, b.identities],
    [a.conditions, b.conditions],
  ].every(([x, y]) => x.length === y.length && x.every((name, i) => name === y[i]));

const sameTraffic = (a: Traffic, b: Traffic): boolean =>
  sameEnds(a.source, b.source) && sameEnds(a.destination, b.destination);
