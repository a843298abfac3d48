import { buildOf } from '../syntax/shaped.js';
import type { RuleItem } from '../syntax/tree.js';
import type { Rule } from './model.js';
import { placedAt, readBoolean, readDate, readProperties, readTeam, readText } from './properties.js';
import { renamedRule, ResolvedRule, type Identity } from './resolved-rule.js';
import { at, reportInvalid, type Scope, type Site } from './scope.js';
import { hasLabels, readTraffic, type TrafficTables } from './traffic.js';

/** What the names in a statement stand for. */
export interface Tables extends TrafficTables {
  readonly asOf: string;
}

/**
 * A rule; `undefined`, reported, where a part of it is in error. `known` is the same rule as it was read before, where it
 * still says the same.
 */
export function readRule(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  identity: Identity,
  known: ResolvedRule | undefined,
): ResolvedRule | undefined {
  const rule = known ? renamedRule(known, identity) : readContent(scope, tables, site, node, identity);
  if (identity.tier >= 0 || node.action !== 'pass') return rule;
  const message =
    'A ruleset knows `allow` and `deny` only. Write one of these, or move the rule into a tier.';
  reportInvalid(scope, at(site, node.actionSpan), message);
  return undefined;
}

/** What the properties of a rule say. */
type Details = Pick<Rule, 'expires' | 'review' | 'owner' | 'purpose' | 'ticket'>;

const noDetails: Details = {
  expires: undefined,
  review: undefined,
  owner: undefined,
  purpose: undefined,
  ticket: undefined,
};

function readDetails(scope: Scope, site: Site, node: RuleItem): Details {
  const properties = readProperties(scope, 'rule', placedAt(site, node.properties));
  const expires = readDate(scope, properties, 'expires');
  readBoolean(scope, properties, 'log');
  readText(scope, properties, 'evidence');
  const review = readDate(scope, properties, 'review');
  const owner = readTeam(scope, properties);
  const purpose = readText(scope, properties, 'purpose');
  const ticket = readText(scope, properties, 'ticket');
  return { expires, review, owner, purpose, ticket };
}

/** What a rule says; `undefined`, reported, where a part of its traffic is in error. */
function readContent(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  identity: Identity,
): ResolvedRule | undefined {
  const build = buildOf(node);
  const details = build.properties.length === 0 ? noDetails : readDetails(scope, site, node);
  const { expires, review, owner, purpose, ticket } = details;
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const byLabel = hasLabels(build.source) || hasLabels(build.destination);
  return new ResolvedRule(
    identity.name,
    identity.named,
    identity.tier,
    identity.file,
    identity.words,
    traffic.source,
    traffic.destination,
    traffic.services,
    traffic.identities,
    traffic.conditions,
    node.action,
    expires,
    expires !== undefined && expires < tables.asOf,
    review,
    owner,
    purpose,
    ticket,
    byLabel,
  );
}
