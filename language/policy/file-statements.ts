import { itemsChanged, placeOfItem, type FileNames, type SourceFile } from '../names/declarations.js';
import { namesOf } from '../names/declared.js';
import type { Ident, Item, RuleItem } from '../syntax/tree.js';
import { closest } from '../text/spelling.js';
import { isTouched, type Changes } from './environment.js';
import { wordsOf } from './folded.js';
import { readExpectation, readNever } from './intents.js';
import { tiers, type Expectation, type Never, type Policy, type Rule } from './model.js';
import { moveRule, textOf, type ResolvedRule } from './resolved-rule.js';
import { readRule, type Tables } from './rule.js';
import { at, reportInvalid, type Scope, type Site } from './scope.js';

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
  private readonly rules: Rule[] = [];
  private readonly rulesets: { name: string; rules: Rule[] }[] = [];
  private readonly nevers: Never[] = [];
  private readonly expectations: Expectation[] = [];
  private readonly byItem: (ResolvedRule | undefined)[];
  private readonly madeNames = new Map<Item, string>();
  private readonly blocks = new Map<number, Rule[]>();
  private readonly tierOf = new Map<number, number>();
  private readonly names: FileNames;
  /** Of the names the first that is not before the item being read. */
  private nextName = 0;
  private readonly earlier: (item: number) => ResolvedRule | undefined;
  /** Rules that stayed are in the tier or ruleset, and have the names, that they had. */
  private readonly isSteady: boolean;
  private ruleCount = 0;

  constructor(
    private readonly reading: Reading,
    private readonly file: SourceFile,
    private readonly before: FileStatements | undefined,
  ) {
    this.byItem = new Array<ResolvedRule | undefined>(file.tree.items.length).fill(undefined);
    this.names = namesOf(file);
    this.earlier = keptRules(before, file.tree.items);
    this.isSteady = reading.counts === undefined && before !== undefined && !changesBlocks(before.file, file);
  }

  read(): FileStatements {
    const { file, rules, rulesets, nevers, expectations, byItem, madeNames } = this;
    const { scope } = this.reading;
    const found = scope.findings.length;
    const { items } = file.tree;
    for (let item = 0; item < items.length; item++) {
      const node = items[item];
      if (node.kind === 'rule') this.rule(item, node);
      else this.other(item, node);
    }
    const isSound = scope.findings.length === found;
    const { ruleCount } = this;
    return { file, rules, rulesets, nevers, expectations, ruleCount, byItem, madeNames, isSound };
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
    }
  }

  private rule(item: number, node: RuleItem): void {
    const { file, reading } = this;
    const { starts, ends, parents } = file.tree;
    const known = this.earlier(item);
    const isKept = known !== undefined && !(reading.changes && isTouched(node, reading.changes));
    this.ruleCount++;
    if (this.isSteady && isKept) {
      const rule = moveRule(known, file.path, starts[item], ends[item]);
      this.byItem[item] = rule;
      (rule.tier < 0 ? this.blocks.get(parents[item])! : this.rules).push(rule);
      return;
    }
    const { scope, tables } = reading;
    const site = { file, item };
    const ruleset = this.blocks.get(parents[item]);
    const tier = ruleset ? -1 : (this.tierOf.get(parents[item]) ?? applicationTier);
    const mistakes = scope.findings.length;
    const flow = this.flowAt(item);
    const words = known?.words ?? wordsOf(site, node);
    const name = flow ?? this.madeName(node, known, words);
    const identity = { name, named: flow !== undefined, tier, place: placeOfItem(file, item), words };
    const rule = readRule(scope, tables, site, node, identity, isKept ? known : undefined);
    if (rule) (ruleset ?? this.rules).push(rule);
    if (rule && scope.findings.length === mistakes) this.byItem[item] = rule;
    else if (flow === undefined) this.madeNames.set(node, name);
  }

  /** A name from the content. */
  private madeName(node: RuleItem, known: ResolvedRule | undefined, words: ResolvedRule['words']): string {
    const { counts } = this.reading;
    if (counts) return numbered(textOf(words), counts);
    return known?.name ?? this.before?.madeNames.get(node) ?? textOf(words);
  }

  /** The name that the text gives a rule; to be asked for items in their order. Of two flows with one name the first has it. */
  private flowAt(item: number): string | undefined {
    const { declared, items } = this.names;
    while (this.nextName < items.length && items[this.nextName] < item) this.nextName++;
    if (items[this.nextName] !== item) return undefined;
    const flow = declared[this.nextName];
    return this.reading.scope.declarations.isFirst(flow) ? flow.name : undefined;
  }
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
function readTier(scope: Scope, site: Site, name: Ident | undefined): number {
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

/** Of equal contents, the second by place is `…#2`. */
function numbered(text: string, names: Map<string, number>): string {
  const count = (names.get(text) ?? 0) + 1;
  names.set(text, count);
  return count === 1 ? text : `${text} #${count}`;
}
