import {
  itemsChanged,
  placeOfItem,
  type Declared,
  type FileNames,
  type SourceFile,
} from '../names/declarations.js';
import { namesOf } from '../names/declared.js';
import { buildOf } from '../syntax/shaped.js';
import type { Expr, ExpectItem, Item, NeverItem, RuleItem } from '../syntax/tree.js';
import { closest } from '../text/spelling.js';
import { folded, textAt, wordsOf } from './folded.js';
import { tiers, type Expectation, type Never, type Policy, type Rule, type Ruleset } from './model.js';
import { placedAt, readBoolean, readDate, readProperties, readTeam, readText } from './properties.js';
import { moveRule, placeRule, ResolvedRule, textOf, type Identity } from './resolved-rule.js';
import { at, reportInvalid, type Scope, type Site } from './scope.js';
import { hasLabels, readTraffic, type TrafficTables } from './traffic.js';

/** All that speaks of connections. What is in error is left out of these lists, and has been reported. */
export interface Statements {
  readonly rules: readonly Rule[];
  readonly rulesets: readonly Ruleset[];
  readonly nevers: readonly Never[];
  readonly expectations: readonly Expectation[];
  /** How many rules the text holds, those in error, expired and in rulesets included. */
  readonly ruleCount: number;
  /** For the next time. */
  readonly read: StatementsRead;
}

/** What the names in a statement stand for. */
export interface Tables extends TrafficTables {
  readonly asOf: string;
}

/** What one file says of connections. */
export interface FileStatements extends Pick<Policy, 'rulesets' | 'nevers' | 'expectations'> {
  readonly rules: Rule[];
  readonly file: SourceFile;
  readonly ruleCount: number;
  /** Rules without a mistake by the indexes of their items: they can be taken over while they stay. */
  readonly byItem: readonly (ResolvedRule | undefined)[];
  /** The names, made from their content, of the rules with a mistake. */
  readonly madeNames: ReadonlyMap<Item, string>;
  readonly isSound: boolean;
}

/** What was read of a policy's statements, for the next time. */
export interface StatementsRead {
  readonly byPath: ReadonlyMap<string, FileStatements>;
  /** No name was declared twice: then every flow has the name that its text gives it. */
  readonly isUnique: boolean;
  /** How many rules each name made from content stands for; goes over to the next state. */
  counts: Map<string, number> | undefined;
}

/**
 * Resolves the rules, rulesets, intents and tests of `files` (sorted by path). `before` is what was read earlier with the
 * same tables.
 */
export function resolveStatements(
  scope: Scope,
  files: readonly SourceFile[],
  tables: Tables,
  before?: StatementsRead,
): Statements {
  let rules: Rule[] = [];
  const rulesets: Ruleset[] = [];
  const nevers: Never[] = [];
  const expectations: Expectation[] = [];
  const byPath = new Map<string, FileStatements>();
  const isUnique = scope.declarations.duplicates.length === 0;
  const kept = before?.isUnique && isUnique ? keptCounts(files, before) : undefined;
  const counts = kept ?? new Map<string, number>();
  let ruleCount = 0;
  for (const file of files) {
    const earlier = before?.byPath.get(file.path);
    const read =
      kept && earlier?.file === file && earlier.isSound
        ? earlier
        : readStatements(scope, tables, file, earlier, kept ? undefined : counts);
    byPath.set(file.path, read);
    if (files.length === 1) rules = read.rules;
    else for (const rule of read.rules) rules.push(rule);
    rulesets.push(...read.rulesets);
    nevers.push(...read.nevers);
    expectations.push(...read.expectations);
    ruleCount += read.ruleCount;
  }
  return { rules, rulesets, nevers, expectations, ruleCount, read: { byPath, isUnique, counts } };
}

/**
 * The counts of names made from content, where an edit changes the name of no rule that it does not touch: the rules that
 * it takes out and puts in are the only ones that say what they say.
 */
function keptCounts(files: readonly SourceFile[], before: StatementsRead): Map<string, number> | undefined {
  const { counts, byPath } = before;
  if (counts === undefined || files.length !== byPath.size) return undefined;
  const gone: string[] = [];
  const come: string[] = [];
  for (const file of files) {
    const old = byPath.get(file.path);
    if (old === undefined) return undefined;
    if (old.file === file) continue;
    const { start, end, moved } = itemsChanged(old.file.tree.items, file.tree.items);
    for (let i = start; i < end - moved; i++) {
      const rule = old.byItem[i];
      const name =
        rule?.named === true ? undefined : (rule?.name ?? old.madeNames.get(old.file.tree.items[i]));
      if (name !== undefined) gone.push(name);
    }
    for (let item = start; item < end; item++) {
      const node = file.tree.items[item];
      if (node.kind === 'rule' && node.flow === undefined) come.push(textOf(wordsOf({ file, item }, node)));
    }
  }
  const rest = new Set(gone);
  const isOwn = gone.every((name) => counts.get(name) === 1) && new Set(come).size === come.length;
  if (!isOwn || come.some((name) => counts.has(name) && !rest.has(name))) return undefined;
  before.counts = undefined;
  for (const name of gone) counts.delete(name);
  for (const name of come) counts.set(name, 1);
  return counts;
}

/** Reads one file. `counts` numbers names made from content; left out, rules keep theirs, and new ones are the only ones. */
function readStatements(
  scope: Scope,
  tables: Tables,
  file: SourceFile,
  before: FileStatements | undefined,
  counts: Map<string, number> | undefined,
): FileStatements {
  const rules: Rule[] = [];
  const rulesets: { name: string; rules: Rule[] }[] = [];
  const nevers: Never[] = [];
  const expectations: Expectation[] = [];
  const byItem = new Array<ResolvedRule | undefined>(file.tree.items.length).fill(undefined);
  const madeNames = new Map<Item, string>();
  const earlier = keptRules(before, file.tree.items);
  const isSteady = counts === undefined && before !== undefined && !changesBlocks(before.file, file);
  const flowAt = declarationAt(namesOf(file));
  const blocks = new Map<number, Rule[]>();
  const tierOf = new Map<number, number>();
  const found = scope.findings.length;
  let ruleCount = 0;
  file.tree.items.forEach((node, item) => {
    const known = earlier(item);
    if (isSteady && known !== undefined) {
      const { starts, ends, parents } = file.tree;
      const rule = moveRule(known, file.path, starts[item], ends[item]);
      ruleCount++;
      byItem[item] = rule;
      (rule.tier < 0 ? blocks.get(parents[item])! : rules).push(rule);
      return;
    }
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
      const mistakes = scope.findings.length;
      const flow = flowAt(item);
      // Of two flows with one name the first has it.
      const named = flow !== undefined && scope.declarations.isFirst(flow);
      const words = known?.words ?? wordsOf(site, node);
      const name = named
        ? flow.name
        : counts
          ? numbered(textOf(words), counts)
          : (known?.name ?? before?.madeNames.get(node) ?? textOf(words));
      const rule = readRule(scope, tables, site, node, { name, named, tier, words }, known);
      if (rule) (ruleset ?? rules).push(rule);
      if (scope.findings.length === mistakes && rule) byItem[item] = rule;
      else if (!named) madeNames.set(node, name);
    }
  });
  const isSound = scope.findings.length === found;
  return { file, rules, rulesets, nevers, expectations, ruleCount, byItem, madeNames, isSound };
}

/** Whether an edit has touched what a block says of the rules in it. */
function changesBlocks(before: SourceFile, after: SourceFile): boolean {
  const [old, items] = [before.tree.items, after.tree.items];
  const { start, end, moved } = itemsChanged(old, items);
  const isBlock = ({ kind }: Item): boolean => kind === 'tier' || kind === 'ruleset';
  return old.slice(start, end - moved).some(isBlock) || items.slice(start, end).some(isBlock);
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
  before: FileStatements | undefined,
  items: readonly Item[],
): (item: number) => ResolvedRule | undefined {
  if (before === undefined) return () => undefined;
  const { byItem } = before;
  const { start, end, moved } = itemsChanged(before.file.tree.items, items);
  return (item) => (item < start ? byItem[item] : item < end ? undefined : byItem[item - moved]);
}

/** Finds what an item declares; to be asked for items in their order. */
function declarationAt({ declared, items }: FileNames): (item: number) => Declared | undefined {
  let next = 0;
  return (item) => {
    while (next < items.length && items[next] < item) next++;
    return items[next] === item ? declared[next] : undefined;
  };
}

function readRule(
  scope: Scope,
  tables: Tables,
  site: Site,
  node: RuleItem,
  { name, named, tier, words }: Omit<Identity, 'place'>,
  known: ResolvedRule | undefined,
): ResolvedRule | undefined {
  const identity = { name, named, tier, words, place: placeOfItem(site.file, site.item) };
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
    identity.place,
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
