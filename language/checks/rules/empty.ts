import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import { isEmptySet } from '../../net/endpoints.js';
import type { Rule } from '../../policy/model.js';
import { at, type Subject } from './words.js';

/** `empty-rule`: a rule that describes no connection. A deny that does nothing is an error: somebody relies on it. */
export const emptyRule = ({ policy }: Analysis, { rule, facts }: Subject): Finding | undefined => {
  if (facts.state !== 'empty') return undefined;
  const message = `This rule describes no connection: ${reason(rule)}.`;
  return at(policy, 'empty-rule', rule, message, {
    severity: rule.action === 'deny' ? 'error' : 'warning',
  });
};

function reason(rule: Rule): string {
  const empty = isEmptySet(rule.source) ? 'source' : isEmptySet(rule.destination) ? 'destination' : undefined;
  if (empty !== undefined) {
    return `its ${empty} holds no address and no symbol. Give the zone or group something, or correct an \`except\` that leaves nothing`;
  }
  if (rule.services.length === 0) return 'it names no service. Name one, or write `any`';
  if (rule.identities?.length === 0) return 'it names no identity. Name one, or leave out `as`';
  return 'its source and destination have no address family in common that carries its services. Correct its ends, or add addresses of the same family';
}
