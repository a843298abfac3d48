import type { SourceFile } from '../names/declarations.js';
import { listChanged, type ListChanged } from '../text/lists.js';
import { declaredAt, namesOf } from '../names/declared.js';
import type { Ident, Item, RuleItem } from '../syntax/tree.js';
import { closest } from '../text/spelling.js';
import { isTouched, type Changes } from './environment.js';
import { wordsOf } from './folded.js';
import { readExpectation, readNever } from './intents.js';
import { tiers, type Expectation, type Never, type Policy, type Rule } from './model.js';
import { numbered } from './renumber.js';
import { textOf, type ResolvedRule } from './resolved-rule.js';
import { readRule, type Tables } from './rule.js';
import { newSearch, type PlacedRules } from './rule-places.js';
import { at, reportInvalid, type Scope, type Site } from './scope.js';
import { spliceRules } from './splice-rules.js';

/** What one file says of connections. */
export interface FileStatements
  extends PlacedRules, Pick<Policy, 'rules' | 'rulesets' | 'nevers' | 'expectations'> {
  readonly ruleCount: number;
  /** Indexes of the items that are read again after every edit: blocks, intents, tests, and rules with a mistake. */
  readonly again: readonly number[];
  /** The names, made from their content, of the rules with a mistake. */
  readonly madeNames: ReadonlyMap<Item, string>;
  readonly isSound: boolean;
}

/** How statements are read. */
export interface Reading {
  readonly scope: Scope;
  readonly tables: Tables;
  /** What stands for something else than when the file was read before. */
  readonly changes: Changes | undefined;
  /** Numbers names made from content; left out, rules keep theirs, and new ones are the only ones. */
  readonly counts: Map<string, number> | undefined;
}

/** Reads one file. `before` is what an earlier state of it said: of that stays what the edit and the changes leave alone. */
export const readStatements = (
  reading: Reading,
  file: SourceFile,
  before: FileStatements | undefined,
): FileStatements => new FileReader(reading, file, before).read();

/** Whether something that a file says of connections names what stands for something else. */
export const isFileTouched = ({ tree }: SourceFile, changes: Changes): boolean =>
  tree.items.some(
    (item) =>
      (item.kind === 'rule' || item.kind === 'never' || item.kind === 'expect') && isTouched(item, changes),
  );

/** One file while it is read. */
class FileReader {
  /** The rules that have been read or taken over, with the indexes of their items. */
  private readonly put: ResolvedRule[] = [];
  private readonly putItems: number[] = [];
  private readonly rulesets: { name: string; rules: Rule[] }[] = [];
  private readonly nevers: Never[] = [];
  private readonly expectations: Expectation[] = [];
  private readonly again: number[] = [];
  private readonly madeNames = new Map<Item, string>();
  private readonly blocks = new Map<number, Rule[]>();
  private readonly tierOf = new Map<number, number>();

  constructor(
    private readonly reading: Reading,
    private readonly file: SourceFile,
    private readonly before: FileStatements | undefined,
  ) {}

  read(): FileStatements {
    const { file, before, rulesets, nevers, expectations, again, madeNames } = this;
    const { findings } = this.reading.scope;
    const found = findings.length;
    const steady = this.steadyChange();
    const { all, items } =
      before && steady ? this.readChanged(before, steady) : { all: this.put, items: this.readAll() };
    const ruleCount =
      before && steady
        ? before.ruleCount + rulesCome(before.file, file, steady)
        : countRules(file.tree.items);
    const rules = rulesets.length === 0 ? all : this.allot(all, items);
    const isSound = findings.length === found;
    const search = newSearch();
    return {
      ...{ file, all, items, search, rules, rulesets, nevers, expectations },
      ...{ ruleCount, again, madeNames, isSound },
    };
  }

  /**
   * What an edit has changed, where all else that the file says stands for what it did: then the rules that it leaves alone
   * are in the tier or ruleset, and have the names, that they had.
   */
  private steadyChange(): ListChanged | undefined {
    const { reading, before, file } = this;
    if (before === undefined || reading.counts !== undefined || reading.changes !== undefined)
      return undefined;
    const changed = listChanged(before.file.tree.items, file.tree.items);
    return changesBlocks(before.file, file, changed) ? undefined : changed;
  }

  /** Reads everything; the indexes of the items of the rules. */
  private readAll(): Int32Array {
    const { items } = this.file.tree;
    const keptAt = this.before && keptRules(this.before, items);
    for (let item = 0; item < items.length; item++) this.item(item, keptAt?.(item));
    for (let i = 0; i < this.put.length; i++) this.put[i].lastIndex = i;
    return Int32Array.from(this.putItems);
  }

  /** Reads what an edit has put in, and what is to be read after each edit. */
  private readChanged(before: FileStatements, changed: ListChanged): Pick<PlacedRules, 'all' | 'items'> {
    const { start, end, moved } = changed;
    const { again } = before;
    let next = 0;
    for (; next < again.length && again[next] < start; next++) this.item(again[next]);
    for (let item = start; item < end; item++) this.item(item);
    while (next < again.length && again[next] < end - moved) next++;
    for (; next < again.length; next++) this.item(again[next] + moved);
    return spliceRules(before, changed, { rules: this.put, items: this.putItems });
  }

  /** `known` is the rule that the item was before, where it has been left alone. */
  private item(item: number, known?: ResolvedRule): void {
    const node = this.file.tree.items[item];
    if (node.kind === 'rule') this.rule(item, node, known);
    else this.other(item, node);
  }

  private other(item: number, node: Item): void {
    const { scope, tables } = this.reading;
    const site = { file: this.file, item };
    if (node.kind === 'tier') this.tierOf.set(item, readTier(scope, site, node.name));
    else if (node.kind === 'ruleset') {
      const set = { name: node.name?.text ?? '', rules: [] };
      this.rulesets.push(set);
      this.blocks.set(item, set.rules);
    } else if (node.kind === 'never') {
      const never = readNever(scope, tables, site, node);
      if (never) this.nevers.push(never);
    } else if (node.kind === 'expect') {
      const expectation = readExpectation(scope, tables, site, node);
      if (expectation) this.expectations.push(expectation);
    } else return;
    this.again.push(item);
  }

  private rule(item: number, node: RuleItem, known: ResolvedRule | undefined): void {
    const { file, reading } = this;
    const { scope, tables, changes } = reading;
    const parent = file.tree.parents[item];
    const tier = this.blocks.has(parent) ? -1 : (this.tierOf.get(parent) ?? applicationTier);
    const mistakes = scope.findings.length;
    const flow = this.flowAt(item, node);
    const words = known?.words ?? wordsOf({ file, item }, node);
    const name = flow ?? this.madeName(node, known, words);
    const identity = { name, named: flow !== undefined, tier, file: file.path, words };
    const isKept = known !== undefined && !(changes && isTouched(node, changes));
    const rule = readRule(scope, tables, { file, item }, node, identity, isKept ? known : undefined);
    if (rule) {
      this.put.push(rule);
      this.putItems.push(item);
      if (scope.findings.length === mistakes) return;
    }
    this.again.push(item);
    if (flow === undefined) this.madeNames.set(node, name);
  }

  /** Puts the rules of rulesets there, and answers those of tiers. */
  private allot(all: readonly ResolvedRule[], items: Int32Array): Rule[] {
    const { parents } = this.file.tree;
    const rules: Rule[] = [];
    for (let i = 0; i < all.length; i++) {
      const rule = all[i];
      (rule.tier < 0 ? this.blocks.get(parents[items[i]])! : rules).push(rule);
    }
    return rules;
  }

  /** A name from the content. */
  private madeName(node: RuleItem, known: ResolvedRule | undefined, words: ResolvedRule['words']): string {
    const { counts } = this.reading;
    if (counts) return numbered(textOf(words), counts);
    return known?.name ?? this.before?.madeNames.get(node) ?? textOf(words);
  }

  /** The name that the text gives a rule. Of two flows with one name the first has it. */
  private flowAt(item: number, node: RuleItem): string | undefined {
    if (node.flow === undefined) return undefined;
    const flow = declaredAt(namesOf(this.file), item)!;
    return this.reading.scope.declarations.isFirst(flow) ? flow.name : undefined;
  }
}

/** Whether an edit has touched what a block says of the rules in it. */
function changesBlocks(before: SourceFile, after: SourceFile, { start, end, moved }: ListChanged): boolean {
  const isBlock = ({ kind }: Item): boolean => kind === 'tier' || kind === 'ruleset';
  return (
    before.tree.items.slice(start, end - moved).some(isBlock) ||
    after.tree.items.slice(start, end).some(isBlock)
  );
}

/** How many rules more a file has after an edit. */
const rulesCome = (before: SourceFile, after: SourceFile, { start, end, moved }: ListChanged): number =>
  countRules(after.tree.items.slice(start, end)) - countRules(before.tree.items.slice(start, end - moved));

const countRules = (items: readonly Item[]): number =>
  items.reduce((count, { kind }) => (kind === 'rule' ? count + 1 : count), 0);

const applicationTier = tiers.indexOf('application');

/** The index of a tier; rules of one that does not exist stay where rules without a tier are. */
function readTier(scope: Scope, site: Site, name: Ident | undefined): number {
  if (name === undefined) return applicationTier;
  const index = (tiers as readonly string[]).indexOf(name.text);
  if (index >= 0) return index;
  const message = `No tier is named \`${name.text}\`. The tiers are ${tiers.join(', ')}.`;
  reportInvalid(scope, at(site, name.span), message, closest(name.text, tiers));
  return applicationTier;
}

/**
 * Finds the earlier rule of an item that has stayed, of those without a mistake; to be asked for items in their order. An
 * edit leaves what is before and behind it as it was.
 */
function keptRules(
  { file, all, items, again }: FileStatements,
  now: readonly Item[],
): (item: number) => ResolvedRule | undefined {
  const { start, end, moved } = listChanged(file.tree.items, now);
  const isFaulty = new Set(again);
  let next = 0;
  return (item) => {
    if (item >= start && item < end) return undefined;
    const old = item < start ? item : item - moved;
    while (next < items.length && items[next] < old) next++;
    return items[next] === old && !isFaulty.has(old) ? all[next] : undefined;
  };
}
