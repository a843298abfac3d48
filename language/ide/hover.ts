import type { Snapshot } from '../workspace.js';
import { thingAt, type Thing } from './at.js';
import { describeExpectation, describeNever } from './describe/intent.js';
import {
  describeAddress,
  describeLabelKey,
  describeLabelMap,
  describeLabelValue,
  describeServiceLiteral,
} from './describe/literals.js';
import { describeName } from './describe/names.js';
import { describeRule } from './describe/rule.js';
import {
  describeFinding,
  describeKeyword,
  describeProperty,
  describeProtocol,
  describeTier,
  describeWord,
} from './describe/words.js';
import type { Hover } from './model.js';
import { expectationOf, neverOf, ruleOf } from './statements.js';

/** What is known about the thing at `offset`, as Markdown. */
export function hover(snapshot: Snapshot, path: string, offset: number): Hover | undefined {
  const thing = thingAt(snapshot, path, offset);
  const markdown = thing && describeThing(snapshot, thing);
  return thing && markdown ? { span: thing.span, markdown } : undefined;
}

function describeThing(snapshot: Snapshot, thing: Thing): string | undefined {
  switch (thing.kind) {
    case 'name':
      return describeDeclared(snapshot, thing) ?? describeName(snapshot, thing.namespace, thing.name);
    case 'keyword':
      return describeStatement(snapshot, thing);
    case 'labelKey':
      return describeLabelKey(snapshot, thing.key);
    case 'labelValue':
      return describeLabelValue(snapshot, thing.key, thing.value);
    case 'propertyKey':
      return describeProperty(thing.owner, thing.key);
    case 'propertyWord':
      return describeWord(thing.values, thing.text);
    case 'identityKind':
      return describeWord('identity', thing.text);
    case 'tier':
      return describeTier(thing.text);
    case 'protocol':
      return describeProtocol(thing.text);
    case 'findingCode':
      return describeFinding(thing.code);
    case 'whole':
      if (thing.whole.kind === 'address') return describeAddress(snapshot, thing.whole);
      if (thing.whole.kind === 'service') return describeServiceLiteral(snapshot, thing.whole);
      return describeLabelMap(snapshot, thing.whole);
  }
}

/** The name of a flow stands for its own rule, also where another flow has the same name. */
function describeDeclared(
  snapshot: Snapshot,
  { file, item, ...thing }: Thing & { kind: 'name' },
): string | undefined {
  if (thing.namespace !== 'flow') return undefined;
  const rule = ruleOf(snapshot.resolved.policy, file, item);
  return rule && describeRule(snapshot, rule);
}

const actions = ['flow', 'allow', 'deny', 'pass'];

/** The word that makes a statement stands for the statement; every other one for itself. */
function describeStatement(
  snapshot: Snapshot,
  { word, file, item }: Thing & { kind: 'keyword' },
): string | undefined {
  const { policy } = snapshot.resolved;
  const about = describeKeyword(word);
  const { kind } = file.tree.items[item];
  const rule = kind === 'rule' && actions.includes(word) ? ruleOf(policy, file, item) : undefined;
  // What the word says of tiers does not hold in a rule set.
  if (rule)
    return rule.tier < 0
      ? describeRule(snapshot, rule)
      : `${describeRule(snapshot, rule)}\n\n---\n\n${about}`;
  const never = word === 'never' ? neverOf(policy, file, item) : undefined;
  if (never) return `${describeNever(snapshot, never)}\n\n---\n\n${about}`;
  const expectation =
    kind === 'expect' && ['expect', ...actions].includes(word)
      ? expectationOf(policy, file, item)
      : undefined;
  if (expectation) return `${describeExpectation(snapshot, expectation)}\n\n---\n\n${about}`;
  return about;
}
