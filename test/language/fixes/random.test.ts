import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Finding, Fix } from '../../../language/findings.js';
import { fixAllIn, fixesInSteps } from '../../../language/fixes/index.js';
import { narrow } from '../../../language/fixes/narrow.js';
import { subjectOf } from '../../../language/fixes/subject.js';
import type { Snapshot } from '../../../language/workspace.js';
import { finished } from '../../../language/text/steps.js';
import * as brute from '../../support/bruteforce.js';
import { applyEdits } from '../../support/ide.js';
import { openPolicy } from '../../support/policies.js';
import {
  anyOrderedRules,
  anyTierRules,
  anyTraffic,
  matches,
  universe,
  type TinyPoint,
  type TinyRule,
} from '../../support/tiny.js';
import { rulesText, tinyNames, tinyRule, trafficText } from '../../support/tinytext.js';

const file = 'rules.zoneflow';
const runs = Number(process.env.ZONEFLOW_RUNS ?? 200);

/** A policy as text, as the engine reads it, and by atoms for the oracle, which shares nothing with the proofs. */
class Tiny {
  readonly snapshot: Snapshot;
  readonly rules: readonly TinyRule[];
  readonly ordered: boolean;
  readonly kinds: brute.Kinds;

  constructor(readonly files: Readonly<Record<string, string>>) {
    this.snapshot = openPolicy(files);
    const { policy } = this.snapshot.resolved;
    this.ordered = policy.rulesets.length > 0;
    this.rules = (this.ordered ? policy.rulesets[0].rules : policy.rules).map(tinyRule);
    this.kinds = brute.kindsOf(this.rules, this.ordered);
  }

  static of(text: string): Tiny {
    return new Tiny({ 'names.zoneflow': tinyNames, [file]: text });
  }

  after({ edits }: Pick<Fix, 'edits'>): Tiny {
    return new Tiny(applyEdits(this.files, edits));
  }

  verdict(point: TinyPoint): 'allow' | 'deny' {
    return brute.decide(this.kinds, brute.kindOf(this.rules, point))?.action ?? 'deny';
  }

  idOf({ place }: Finding): number {
    const { policy } = this.snapshot.resolved;
    const rules = this.ordered ? policy.rulesets[0].rules : policy.rules;
    return rules.findIndex((rule) => policy.placeOf(rule).start === place.start);
  }
}

const changed = (a: Tiny, b: Tiny): TinyPoint[] =>
  universe.filter((point) => a.verdict(point) !== b.verdict(point));

/** How often each kind of fix was seen. */
type Seen = Map<string, number>;

function hold(before: Tiny, finding: Finding, fix: Fix, seen: Seen): void {
  const after = before.after(fix);
  const kind = fix.title.split(/[ :]/)[0] + (fix.title.startsWith('Delete all') ? ' all' : '');
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
  const errors = (tiny: Tiny): number =>
    tiny.snapshot.findings().filter(({ severity }) => severity === 'error').length;
  assert.ok(errors(after) <= errors(before), `${fix.title} makes mistakes`);
  if (kind === 'Open') return holdPass(before, after, finding, fix);
  assert.deepEqual(changed(before, after), [], `${fix.title} changes verdicts:\n${before.files[file]}`);
  const id = before.idOf(finding);
  if (kind === 'Narrow') {
    for (const point of universe) {
      const decides = brute.inE(before.kinds, brute.kindOf(before.rules, point), id);
      assert.equal(matches(after.rules[id], point), decides, `${fix.title} is not what it decides`);
    }
  }
  if (kind === 'Write' || kind === 'List')
    assert.deepEqual(brute.opponents(after.kinds, id).conflict, [], `${fix.title} leaves a conflict`);
}

function holdPass(before: Tiny, after: Tiny, finding: Finding, fix: Fix): void {
  const old = before.rules.map((rule) => JSON.stringify(rule));
  const passes = after.rules.filter((rule) => !old.includes(JSON.stringify(rule)));
  assert.ok(passes.length > 0 && passes.every(({ action }) => action === 'pass'), fix.title);
  for (const point of changed(before, after)) {
    assert.equal(after.verdict(point), 'allow', `${fix.title} denies something`);
    assert.ok(
      passes.some((pass) => matches(pass, point)),
      `${fix.title} changes what it does not name`,
    );
  }
  const [expectation] = before.snapshot.resolved.policy.expectations;
  const id = before.idOf(finding);
  const wanted =
    id >= 0 ? before.rules[id] : tinyRule({ ...before.snapshot.resolved.policy.rules[0], ...expectation });
  for (const point of universe)
    if (matches(wanted, point)) assert.equal(after.verdict(point), 'allow', `${fix.title} is not enough`);
}

function check(text: string, seen: Seen): void {
  const before = Tiny.of(text);
  for (const finding of before.snapshot.findings()) {
    if (finding.place.file !== file) continue;
    const subject = subjectOf(before.snapshot, finding);
    // Where another fix is better, narrowing is not offered, but has to be right all the same.
    const narrowed = subject === undefined ? [] : narrow(subject);
    for (const fix of [...finished(fixesInSteps(before.snapshot, finding)), ...narrowed])
      hold(before, finding, fix, seen);
  }
  const edits = fixAllIn(before.snapshot, file);
  if (edits.length === 0) return;
  seen.set('fixAll', (seen.get('fixAll') ?? 0) + 1);
  assert.deepEqual(changed(before, before.after({ edits })), [], `deleting all changes verdicts:\n${text}`);
}

const isFilled = ({ source, destination }: Pick<TinyRule, 'source' | 'destination'>): boolean =>
  source.length > 0 && destination.length > 0;

const filled = (rules: readonly TinyRule[]): TinyRule[] => rules.filter(isFilled);

const tierTexts = fc
  .tuple(anyTierRules(7), anyTraffic.filter(isFilled))
  .map(([rules, wanted]) => `${rulesText(filled(rules))}test "t" { expect allow ${trafficText(wanted)} }\n`);
const orderedTexts = anyOrderedRules(7).map((rules) => rulesText(filled(rules)));

describe('fixes of random policies', () => {
  it('change no verdict but those they say, for the tiers', () => {
    fc.assert(
      fc.property(tierTexts, (text) => check(text, new Map())),
      { numRuns: runs },
    );
  }).timeout(600_000);

  it('change no verdict, for ordered rulesets', () => {
    fc.assert(
      fc.property(orderedTexts, (text) => check(text, new Map())),
      { numRuns: runs },
    );
  }).timeout(600_000);

  it('are of every kind: a law that nothing falls under is worth nothing', () => {
    const seen: Seen = new Map();
    for (const text of fc.sample(tierTexts, { numRuns: 200, seed: 1 })) check(text, seen);
    const kinds = ['Delete', 'Delete all', 'List', 'Narrow', 'Open', 'Write', 'fixAll'];
    assert.deepEqual([...seen.keys()].sort(), kinds);
    assert.ok(
      [...seen.values()].every((count) => count >= 3),
      JSON.stringify([...seen]),
    );
  }).timeout(600_000);
});
