import type { OwnText } from '../syntax/shaped.js';
import { foldedText } from './folded.js';
import type { Rule } from './model.js';

/** What a rule says on one line, from what that is made of. */
export const textOf = (words: string | OwnText): string =>
  typeof words === 'string' ? words : foldedText(words);

/** What a rule is besides what its own text says. */
export type Identity = Pick<ResolvedRule, 'name' | 'named' | 'tier' | 'file' | 'words'>;

/**
 * A rule of the policy. Field by field, as there may be a hundred thousand. It does not know where it stands, so that it is
 * the same object in every state of the policy that it is in: an edit makes only those rules anew that it touches.
 */
export class ResolvedRule implements Rule {
  /** Its index among the rules of the file when it was last looked for: it is not far from there. */
  lastIndex = 0;

  constructor(
    readonly name: string,
    readonly named: boolean,
    readonly tier: number,
    readonly file: string,
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

/** The same rule, with another name or in another tier where that has changed. */
export function renamedRule(rule: ResolvedRule, to: Identity): ResolvedRule {
  if (rule.name === to.name && rule.named === to.named && rule.tier === to.tier) return rule;
  return new ResolvedRule(
    to.name,
    to.named,
    to.tier,
    to.file,
    to.words,
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
}
