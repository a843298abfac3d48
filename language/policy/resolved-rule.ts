import type { OwnText } from '../syntax/shaped.js';
import type { Place } from '../text/span.js';
import { foldedText } from './folded.js';
import type { Rule } from './model.js';

/** What a rule says on one line, from what that is made of. */
export const textOf = (words: string | OwnText): string =>
  typeof words === 'string' ? words : foldedText(words);

/** What a rule is besides what its own text says. */
export type Identity = Pick<ResolvedRule, 'name' | 'named' | 'tier' | 'place' | 'words'>;

/** A rule of the policy. Field by field, as there may be a hundred thousand. */
export class ResolvedRule implements Rule {
  constructor(
    readonly name: string,
    readonly named: boolean,
    readonly tier: number,
    readonly place: Place,
    /** The text on one line, or what it can be made from: most are never asked for. */
    readonly words: string | OwnText,
    readonly source: Rule['source'],
    readonly destination: Rule['destination'],
    readonly services: Rule['services'],
    readonly identities: Rule['identities'],
    readonly conditions: Rule['conditions'],
    readonly action: Rule['action'],
    readonly expires: Rule['expires'],
    readonly expired: boolean,
    readonly review: Rule['review'],
    readonly owner: Rule['owner'],
    readonly purpose: Rule['purpose'],
    readonly ticket: Rule['ticket'],
    readonly byLabel: boolean,
  ) {}

  get text(): string {
    return textOf(this.words);
  }
}

/** The same rule at another place. */
export const moveRule = (rule: ResolvedRule, file: string, start: number, end: number): ResolvedRule =>
  rule.place.start === start && rule.place.end === end
    ? rule
    : copyRule(rule, rule.name, rule.named, rule.tier, { file, start, end }, rule.words);

/** The same rule at another place or with another name. */
export function placeRule(rule: ResolvedRule, to: Identity): ResolvedRule {
  const { name, named, tier, place } = rule;
  const stays =
    name === to.name &&
    named === to.named &&
    tier === to.tier &&
    place.start === to.place.start &&
    place.end === to.place.end;
  return stays ? rule : copyRule(rule, to.name, to.named, to.tier, to.place, to.words);
}

const copyRule = (
  rule: ResolvedRule,
  name: string,
  named: boolean,
  tier: number,
  place: Place,
  words: string | OwnText,
): ResolvedRule =>
  new ResolvedRule(
    name,
    named,
    tier,
    place,
    words,
    rule.source,
    rule.destination,
    rule.services,
    rule.identities,
    rule.conditions,
    rule.action,
    rule.expires,
    rule.expired,
    rule.review,
    rule.owner,
    rule.purpose,
    rule.ticket,
    rule.byLabel,
  );
