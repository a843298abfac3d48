import type { EndpointSet } from '../net/endpoints.js';
import { allServices } from '../net/services.js';
import { placeIn, placeOfItem, type Namespace, type SourceFile } from '../names/declarations.js';
import type { Expr, ExpectItem, Item, NeverItem, RuleItem, TrafficParts } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import { detached } from '../text/detach.js';
import { closest } from '../text/spelling.js';
import { tiers, type Expectation, type Never, type Rule, type Ruleset, type Traffic } from './model.js';
import { flatten, readBoolean, readDate, readProperties, readTeam, readText } from './properties.js';
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
}

/** What the names in a statement stand for. */
export interface Tables {
  readonly segments: SegmentTable;
  readonly services: ServiceTable;
  /** Position of each identity and condition in the policy's lists. */
  readonly identities: ReadonlyMap<string, number>;
  readonly conditions: ReadonlyMap<string, number>;
  readonly asOf: string;
  /** What rules without a mistake say, worked out once for as long as these tables hold. */
  readonly known: WeakMap<RuleItem, RuleContent>;
}

/** What a rule's own text says, wherever it stands. */
type RuleContent = Omit<Rule, 'name' | 'named' | 'tier' | 'place'>;

/** Resolves the rules, rulesets, intents and tests of `files` (sorted by path). */
export function resolveStatements(scope: Scope, files: readonly SourceFile[], tables: Tables): Statements {
  const rules: Rule[] = [];
  const rulesets: { name: string; rules: Rule[] }[] = [];
  const nevers: Never[] = [];
  const expectations: Expectation[] = [];
  const names = new Map<string, number>();
  let ruleCount = 0;
  for (const file of files) {
    const blocks = new Map<number, Rule[]>();
    const tierOf = new Map<number, number>();
    file.tree.items.forEach((node, item) => {
      const site = { file, item };
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
        const rule = readRule(scope, tables, site, node, tier, names);
        if (rule) (ruleset ?? rules).push(rule);
      }
    });
  }
  return { rules, rulesets, nevers, expectations, ruleCount };
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

function readRule(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  tier: number,
  names: Map<string, number>,
): Rule | undefined {
  const content = readContent(scope, tables, site, node);
  const flow = node.flow && scope.declarations.byName.flow.get(node.flow.text);
  const named = flow !== undefined && flow.file === site.file && flow.item === site.item;
  const name = named ? flow.name : numbered(foldedText(site, node), names);
  if (tier < 0 && node.action === 'pass') {
    const message =
      'A ruleset knows `allow` and `deny` only. Write one of these, or move the rule into a tier.';
    reportInvalid(scope, at(site, node.actionSpan), message);
    return undefined;
  }
  return content && placeRule(content, name, named, tier, placeOfItem(site.file, site.item));
}

/** Field by field: a spread takes ten times as long, and there may be a hundred thousand rules. */
function placeRule(content: RuleContent, name: string, named: boolean, tier: number, place: Place): Rule {
  return {
    source: content.source,
    destination: content.destination,
    services: content.services,
    identities: content.identities,
    conditions: content.conditions,
    name,
    named,
    action: content.action,
    tier,
    place,
    text: content.text,
    expires: content.expires,
    review: content.review,
    owner: content.owner,
    purpose: content.purpose,
    ticket: content.ticket,
    expired: content.expired,
    byLabel: content.byLabel,
  };
}

/** What a rule says; `undefined`, reported, where a part of its traffic is in error. */
function readContent(scope: Scope, tables: Tables, site: Site, node: RuleItem): RuleContent | undefined {
  const known = tables.known.get(node);
  if (known !== undefined) return known;
  const mistakes = scope.findings.length;
  const properties = readProperties(
    scope,
    'rule',
    node.properties.map((property) => ({ site, property })),
  );
  const expires = readDate(scope, properties, 'expires');
  readBoolean(scope, properties, 'log');
  readText(scope, properties, 'evidence');
  const review = readDate(scope, properties, 'review');
  const owner = readTeam(scope, properties);
  const purpose = readText(scope, properties, 'purpose');
  const ticket = readText(scope, properties, 'ticket');
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const { source, destination, services, identities, conditions } = traffic;
  const content: RuleContent = {
    source,
    destination,
    services,
    identities,
    conditions,
    action: node.action,
    expires,
    expired: expires !== undefined && expires < tables.asOf,
    review,
    owner,
    purpose,
    ticket,
    byLabel: hasLabels(node.source) || hasLabels(node.destination),
    text: foldedText(site, node),
  };
  if (scope.findings.length === mistakes) tables.known.set(node, content);
  return content;
}

/** A name from the content; of equal contents, the second by place is `…#2`. */
function numbered(text: string, names: Map<string, number>): string {
  const count = (names.get(text) ?? 0) + 1;
  names.set(text, count);
  return count === 1 ? text : `${text} #${count}`;
}

/** The texts of items, worked out once. */
const texts = new WeakMap<Item, string>();

/**
 * The item's statement on one line: comments and properties left out, white space and trailing commas as the canonical
 * layout has them, so that a rule keeps its name when it is laid out anew.
 */
function foldedText(site: Site, node: RuleItem | NeverItem | ExpectItem): string {
  const known = texts.get(node);
  if (known !== undefined) return known;
  const span = node.kind === 'rule' ? node.body : { start: 0, end: node.length };
  const { start, end } = placeIn(site.file, site.item, span);
  const written = site.file.text.slice(start, end);
  const text = detached(isFolded(written) ? written : fold(written));
  texts.set(node, text);
  return text;
}

/** Whether a statement is written as `fold` would write it; most are, and this is the quicker to find out. */
const isFolded = (text: string): boolean => !(unfolded.test(text) || unspaced.test(text));
const unfolded = /\s\s|[\n\r\t]|\/[/*]/;
const unspaced = /\[\s|\s[\],:]|,\S|,\s?[\]}]|\{\S|[^\s{]\}|\{[^}]*:\S|[^\s[][[{]|[\]}][^\s\],]/;

const fold = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\//g, (piece) => (piece.startsWith('"') ? piece : ' '))
    .replace(/\{([^{}]*)\}/g, (_, pairs: string) => ` { ${foldPairs(pairs)} } `)
    .replace(/[[\]]/g, ' $& ')
    .replace(/\s*,/g, ', ')
    .replace(/,\s+(?=[\]}])/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\[ | (?=[\],])/g, (piece) => piece.trim())
    .trim();

/** A line break between two pairs counts as the comma that it stands for. */
const foldPairs = (pairs: string): string =>
  pairs
    .replace(/\s*:\s*/g, ': ')
    .replace(/(?<=["\w-])[\s,]+(?=["\w-]+:)/g, ', ')
    .trim();

function readNever(scope: Scope, tables: Tables, site: Site, node: NeverItem): Never | undefined {
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const hops = node.reaches ? (node.hops ?? Infinity) : undefined;
  return { ...traffic, hops, place: placeOfItem(site.file, site.item), text: foldedText(site, node) };
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
    text: foldedText(site, node),
  };
}

/** The connections that a statement describes; `undefined`, reported, where a part of it is in error. */
export function readTraffic(
  scope: Scope,
  tables: Omit<Tables, 'asOf' | 'known'>,
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
    : [];
  if (!source || !destination || !services || !conditions || (parts.identities && !identities))
    return undefined;
  return { source, destination, services, identities, conditions };
}

function readNames(
  scope: Scope,
  site: Site,
  value: Expr,
  space: Extract<Namespace, 'identity' | 'condition'>,
  ids: ReadonlyMap<string, number>,
): number[] | undefined {
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
