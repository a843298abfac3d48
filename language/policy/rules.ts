import type { EndpointSet } from '../net/endpoints.js';
import { allServices } from '../net/services.js';
import { itemsChanged, placeOfItem, type Namespace, type SourceFile } from '../names/declarations.js';
import type { Expr, ExpectItem, Item, NeverItem, RuleItem, TrafficParts } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import { buildOf, type OwnText } from '../syntax/shaped.js';
import { closest } from '../text/spelling.js';
import { tiers, type Expectation, type Never, type Rule, type Ruleset, type Traffic } from './model.js';
import {
  flatten,
  placedAt,
  readBoolean,
  readDate,
  readProperties,
  readTeam,
  readText,
} from './properties.js';
import { folded, foldedText, textAt, wordsOf } from './folded.js';
import { at, namesIn, reportInvalid, reportUnknown, type Scope, type Site } from './scope.js';
import type { SegmentTable } from './segments.js';
import type { ServiceTable } from './services.js';

/** All that speaks of connections. What is in error is left out of these lists, and has been reported. */
export interface Statements {
  readonly rules: readonly Rule[];
  readonly rulesets: readonly Ruleset[];
  readonly nevers: readonly Never[];
  readonly expectations: readonly Expectation[];
  /** How many rules the text holds, those in error, expired and in rulesets included. */
  readonly ruleCount: number;
  /** By path: for the next time. */
  readonly read: ReadonlyMap<string, RulesRead>;
}

/** What the names in a statement stand for. */
export interface Tables {
  readonly segments: SegmentTable;
  readonly services: ServiceTable;
  /** Position of each identity and condition in the policy's lists. */
  readonly identities: ReadonlyMap<string, number>;
  readonly conditions: ReadonlyMap<string, number>;
  readonly asOf: string;
}

/** The rules of a file without a mistake by the indexes of their items: they can be taken over while they stay. */
export interface RulesRead {
  readonly items: readonly Item[];
  readonly rules: readonly (ResolvedRule | undefined)[];
}

/**
 * Resolves the rules, rulesets, intents and tests of `files` (sorted by path). `before` has, by path, the rules that were
 * read earlier with the same tables.
 */
export function resolveStatements(
  scope: Scope,
  files: readonly SourceFile[],
  tables: Tables,
  before?: ReadonlyMap<string, RulesRead>,
): Statements {
  const rules: Rule[] = [];
  const rulesets: { name: string; rules: Rule[] }[] = [];
  const nevers: Never[] = [];
  const expectations: Expectation[] = [];
  const names = new Map<string, number>();
  const read = new Map<string, RulesRead>();
  let ruleCount = 0;
  for (const file of files) {
    const earlier = keptRules(before?.get(file.path), file.tree.items);
    const kept: (ResolvedRule | undefined)[] = [];
    read.set(file.path, { items: file.tree.items, rules: kept });
    const blocks = new Map<number, Rule[]>();
    const tierOf = new Map<number, number>();
    file.tree.items.forEach((node, item) => {
      const site = { file, item };
      kept.push(undefined);
      if (node.kind === 'tier') tierOf.set(item, readTier(scope, site, node.name));
      else if (node.kind === 'ruleset') {
        const set = { name: node.name?.text ?? '', rules: [] };
        rulesets.push(set);
        blocks.set(item, set.rules);
      } else if (node.kind === 'never') {
        const never = readNever(scope, tables, site, node);
        if (never) nevers.push(never);
      } else if (node.kind === 'expect') {
        const expectation = readExpectation(scope, tables, site, node);
        if (expectation) expectations.push(expectation);
      } else if (node.kind === 'rule') {
        ruleCount++;
        const parent = file.tree.parents[item];
        const ruleset = blocks.get(parent);
        const tier = ruleset ? -1 : (tierOf.get(parent) ?? applicationTier);
        const mistakes = scope.findings.length;
        const rule = readRule(scope, tables, site, node, tier, names, earlier(item));
        if (rule) (ruleset ?? rules).push(rule);
        if (scope.findings.length === mistakes) kept[item] = rule;
      }
    });
  }
  return { rules, rulesets, nevers, expectations, ruleCount, read };
}

const applicationTier = tiers.indexOf('application');

/** The index of a tier; rules of one that does not exist stay where rules without a tier are. */
function readTier(scope: Scope, site: Site, name: { text: string; span: Expr['span'] } | undefined): number {
  if (name === undefined) return applicationTier;
  const index = (tiers as readonly string[]).indexOf(name.text);
  if (index >= 0) return index;
  const message = `No tier is named \`${name.text}\`. The tiers are ${tiers.join(', ')}.`;
  reportInvalid(scope, at(site, name.span), message, closest(name.text, tiers));
  return applicationTier;
}

/** Finds the earlier rule of an item that has stayed. An edit leaves what is before and behind it as it was. */
function keptRules(
  before: RulesRead | undefined,
  items: readonly Item[],
): (item: number) => ResolvedRule | undefined {
  if (before === undefined) return () => undefined;
  const { start, end, moved } = itemsChanged(before.items, items);
  return (item) => (item < start ? before.rules[item] : item < end ? undefined : before.rules[item - moved]);
}

function readRule(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  tier: number,
  names: Map<string, number>,
  known: ResolvedRule | undefined,
): ResolvedRule | undefined {
  const { flow: written } = node;
  const flow = written && scope.declarations.byName.flow.get(written.text);
  const named = flow !== undefined && flow.item === site.item && flow.file === site.file;
  const words = known?.words ?? wordsOf(site, node);
  const name = named ? flow.name : numbered(typeof words === 'string' ? words : foldedText(words), names);
  const identity = { name, named, tier, place: placeOfItem(site.file, site.item), words };
  const rule =
    known === undefined ? readContent(scope, tables, site, node, identity) : placeRule(known, identity);
  if (tier < 0 && node.action === 'pass') {
    const message =
      'A ruleset knows `allow` and `deny` only. Write one of these, or move the rule into a tier.';
    reportInvalid(scope, at(site, node.actionSpan), message);
    return undefined;
  }
  return rule;
}

/** What a rule is besides what its own text says. */
type Identity = Pick<ResolvedRule, 'name' | 'named' | 'tier' | 'place' | 'words'>;

/** A rule of the policy. Field by field, as there may be a hundred thousand. */
class ResolvedRule implements Rule {
  readonly name: string;
  readonly named: boolean;
  readonly tier: number;
  readonly place: Place;
  /** The text on one line, or what it can be made from: most are never asked for. */
  readonly words: string | OwnText;

  constructor(
    { name, named, tier, place, words }: Identity,
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
  ) {
    this.name = name;
    this.named = named;
    this.tier = tier;
    this.place = place;
    this.words = words;
  }

  get text(): string {
    return typeof this.words === 'string' ? this.words : foldedText(this.words);
  }
}

/** The same rule at another place or with another name. */
function placeRule(rule: ResolvedRule, to: Identity): ResolvedRule {
  const { name, named, tier, place } = rule;
  const stays =
    name === to.name &&
    named === to.named &&
    tier === to.tier &&
    place.start === to.place.start &&
    place.end === to.place.end;
  if (stays) return rule;
  return new ResolvedRule(
    to,
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

/** What a rule says; `undefined`, reported, where a part of its traffic is in error. */
function readContent(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  identity: Identity,
): ResolvedRule | undefined {
  const properties = readProperties(scope, 'rule', placedAt(site, node.properties));
  const expires = readDate(scope, properties, 'expires');
  readBoolean(scope, properties, 'log');
  readText(scope, properties, 'evidence');
  const review = readDate(scope, properties, 'review');
  const owner = readTeam(scope, properties);
  const purpose = readText(scope, properties, 'purpose');
  const ticket = readText(scope, properties, 'ticket');
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const build = buildOf(node);
  const byLabel = hasLabels(build.source) || hasLabels(build.destination);
  return new ResolvedRule(
    identity,
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
/** A name from the content; of equal contents, the second by place is `…#2`. */
function numbered(text: string, names: Map<string, number>): string {
  const count = (names.get(text) ?? 0) + 1;
  names.set(text, count);
  return count === 1 ? text : `${text} #${count}`;
}

function readNever(scope: Scope, tables: Tables, site: Site, node: NeverItem): Never | undefined {
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const hops = node.reaches ? (node.hops ?? Infinity) : undefined;
  return { ...traffic, hops, place: placeOfItem(site.file, site.item), text: statementText(site, node) };
}

function readExpectation(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: ExpectItem,
): Expectation | undefined {
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined || node.expected === undefined) return undefined;
  const parent = site.file.tree.items[site.file.tree.parents[site.item]];
  const test = parent?.kind === 'test' ? (parent.title ?? '') : '';
  return {
    ...traffic,
    expected: node.expected,
    test,
    place: placeOfItem(site.file, site.item),
    text: statementText(site, node),
  };
}

const statementText = (site: Site, { length }: NeverItem | ExpectItem): string =>
  folded(textAt(site, { start: 0, end: length }));

/** The connections that a statement describes; `undefined`, reported, where a part of it is in error. */
export function readTraffic(
  scope: Scope,
  tables: Omit<Tables, 'asOf'>,
  site: Site,
  parts: TrafficParts,
): Traffic | undefined {
  const source: EndpointSet | undefined = tables.segments.read(scope, site, parts.source);
  const destination = tables.segments.read(scope, site, parts.destination);
  const services = parts.services ? tables.services.read(scope, site, parts.services) : allServices;
  const identities =
    parts.identities && readNames(scope, site, parts.identities, 'identity', tables.identities);
  const conditions = parts.conditions
    ? readNames(scope, site, parts.conditions, 'condition', tables.conditions)
    : noConditions;
  if (!source || !destination || !services || !conditions || (parts.identities && !identities))
    return undefined;
  return { source, destination, services, identities, conditions };
}

const noConditions: readonly number[] = [];

function readNames(
  scope: Scope,
  site: Site,
  value: Expr,
  space: Extract<Namespace, 'identity' | 'condition'>,
  ids: ReadonlyMap<string, number>,
): readonly number[] | undefined {
  const result: number[] = [];
  const elements = flatten(value);
  for (const element of elements) {
    if (element.kind === 'missing') return undefined;
    if (element.kind !== 'name') {
      reportInvalid(
        scope,
        at(site, element.span),
        `This is no ${space}. Write the name of one, or a list of names.`,
      );
    } else if (!ids.has(element.text)) {
      reportUnknown(scope, site, element, space, namesIn(scope, space));
    } else {
      result.push(ids.get(element.text)!);
    }
  }
  if (elements.length === 0)
    reportInvalid(scope, at(site, value.span), `This list names no ${space}. Write at least one.`);
  if (result.length < elements.length || elements.length === 0) return undefined;
  return [...new Set(result)].sort((a, b) => a - b);
}

function hasLabels(value: Expr): boolean {
  switch (value.kind) {
    case 'labels':
      return true;
    case 'list':
      return value.elements.some(hasLabels);
    case 'except':
      return hasLabels(value.base) || hasLabels(value.without);
    default:
      return false;
  }
}
