import type { Finding } from '../findings.js';
import type { Declarations, SourceFile } from '../names/declarations.js';
import { listChanged } from '../text/lists.js';
import { PolicyUses } from '../names/references.js';
import { collectDeclarations } from '../names/table.js';
import { labelCheck, resolveLabels, type LabelSchema } from './labels.js';
import type { Item, ItemKind } from '../syntax/tree.js';
import type { Policy } from './model.js';
import { moveFindings } from './moved.js';
import { placedAt, readProperties, readText } from './properties.js';
import { changesBetween, type Environment } from './environment.js';
import { isRuleAt, placeOfRule } from './rule-places.js';
import type { Tables } from './rule.js';
import { identityKinds } from './schema.js';
import { at, reportDuplicates, reportInvalid, type Scope, type Site } from './scope.js';
import { moveSegments, resolveSegments, type SegmentTable } from './segments.js';
import { resolveServices, type ServiceTable } from './services.js';
import { resolveStatements, type Statements } from './statements.js';
import { closest } from '../text/spelling.js';

/** A policy with its names resolved, and what was found wrong on the way. */
export interface Resolved {
  readonly policy: Policy;
  readonly declarations: Declarations;
  readonly segments: SegmentTable;
  readonly services: ServiceTable;
  readonly findings: readonly Finding[];
  /** How many rules the text holds, those in error, expired and in rulesets included. */
  readonly ruleCount: number;
  readonly tables: Tables;
  readonly names: Names;
  /** What all files refer to. */
  readonly uses: PolicyUses;
  /** The newest reading of statements, of this state or of one before. */
  readonly reading: Reading | undefined;
}

/** What was read of the statements of one state of a policy, for the next time. */
interface Reading {
  /** What the names in rules stood for. */
  readonly environment: Environment;
  /** That of `Names`. */
  readonly token: object;
  readonly tables: Tables;
  readonly read: Statements['read'];
}

/**
 * Resolves all names of a policy. `files` are sorted by path; `asOf` is the date of the check, `YYYY-MM-DD`.
 *
 * `previous` is an earlier state of the same policy: rules that did not change are not read again where all that they
 * name still stands for the same. Rules and what else speaks of connections are read when they are first asked for: much
 * of what an editor asks while somebody types is about names alone.
 */
export function resolve(files: readonly SourceFile[], asOf: string, previous?: Resolved): Resolved {
  const declarations = collectDeclarations(files, previous?.declarations);
  const findings: Finding[] = [];
  const scope: Scope = { declarations, findings };
  reportDuplicates(scope);
  const stayed = keptNames(scope, files, previous);
  const names = stayed ?? resolveNames(scope, files);
  const { labels, services, segments, identities, conditions, teams } = names;
  const environment: Environment = { segments, services, labels, identities, conditions, teams, asOf };
  const named = findings.length;
  let reading = previous?.reading;
  let statements: Statements | undefined;
  const read = (): Statements => {
    if (statements !== undefined) return statements;
    findings.length = named;
    const isSteady = reading?.token === names.token && reading.tables.asOf === asOf;
    const changes = reading && !isSteady ? changesBetween(reading.environment, environment) : undefined;
    const tables: Tables =
      reading && isSteady
        ? reading.tables
        : {
            ...{ segments, services, asOf },
            identities: positions(identities),
            conditions: positions(conditions),
          };
    statements = resolveStatements(scope, files, tables, reading?.read, changes);
    reading = { environment, token: names.token, tables, read: statements.read };
    return statements;
  };
  const policy: Policy = {
    placeOf: (rule) => placeOfRule(read().read.byPath, rule),
    isAt: (rule, place) => isRuleAt(read().read.byPath, rule, place),
    get rules() {
      return read().rules;
    },
    get rulesets() {
      return read().rulesets;
    },
    get nevers() {
      return read().nevers;
    },
    get expectations() {
      return read().expectations;
    },
    segments: segments.segments,
    segmentIndex: segments.index,
    symbols: segments.symbols,
    identities,
    conditions,
    services: services.sets,
    encrypted: services.encrypted,
    teams,
    asOf,
  };
  const uses = new PolicyUses(files, previous?.uses);
  return {
    ...{ policy, declarations, segments, services, names, uses },
    get findings() {
      read();
      return findings;
    },
    get ruleCount() {
      return read().ruleCount;
    },
    get tables() {
      read();
      return reading!.tables;
    },
    get reading() {
      return reading;
    },
  };
}

/** What is named in a policy, rules and rulesets aside. */
interface Names {
  readonly labels: LabelSchema;
  readonly services: ServiceTable;
  readonly segments: SegmentTable;
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
  readonly teams: readonly string[];
  /** The items that declare all this, in order, by file. */
  readonly items: readonly (readonly Item[])[];
  /** The same object in later states for as long as no declaration changes. */
  readonly token: object;
  /** What was found wrong with it. */
  readonly findings: readonly Finding[];
}

function resolveNames(scope: Scope, files: readonly SourceFile[]): Names {
  const { byName } = scope.declarations;
  const before = scope.findings.length;
  const labels = resolveLabels(scope, sitesOf(files, 'labels'));
  const services = resolveServices(scope);
  const segments = resolveSegments(scope, labelCheck(labels));
  checkIdentities(scope);
  checkTeams(scope);
  return {
    labels,
    services,
    segments,
    identities: [...byName.identity.keys()],
    conditions: [...byName.condition.keys()],
    teams: [...byName.team.keys()],
    items: files.map((file) => declaringItems(file)),
    token: {},
    findings: scope.findings.slice(before),
  };
}

/** The names as they were, at their new places, where no declaration has changed. */
function keptNames(
  scope: Scope,
  files: readonly SourceFile[],
  previous: Resolved | undefined,
): Names | undefined {
  const names = previous?.names;
  if (names === undefined || names.items.length !== files.length) return undefined;
  const before = previous!.declarations.files;
  const items = files.map((file, i) => declaringItems(file, before[i].file));
  if (!items.every((list, i) => isSameList(list, names.items[i]))) return undefined;
  const findings = moveFindings(
    names.findings,
    before.map(({ file }) => file),
    files,
  );
  if (findings === undefined) return undefined;
  scope.findings.push(...findings);
  const moved = files.some((file, i) => items[i].length > 0 && before[i].file !== file);
  const segments = moved ? moveSegments(scope, names.segments) : names.segments;
  return { ...names, items, findings, segments };
}

const isSameList = (some: readonly Item[], others: readonly Item[]): boolean =>
  some === others || (some.length === others.length && some.every((item, i) => item === others[i]));

const declaring = new WeakMap<SourceFile, readonly Item[]>();

/**
 * The items of a file that give something a name or say what it is, rules and what speaks of connections aside. The same
 * list as that of the file before an edit that touched none.
 */
function declaringItems(file: SourceFile, before?: SourceFile): readonly Item[] {
  const known = declaring.get(file) ?? (before && carriedItems(file, before));
  const items = known ?? file.tree.items.filter(isDeclaring);
  declaring.set(file, items);
  return items;
}

function carriedItems(file: SourceFile, before: SourceFile): readonly Item[] | undefined {
  const items = declaring.get(before);
  if (items === undefined) return undefined;
  const { start, end, moved } = listChanged(before.tree.items, file.tree.items);
  const isTouched =
    before.tree.items.slice(start, end - moved).some(isDeclaring) ||
    file.tree.items.slice(start, end).some(isDeclaring);
  return isTouched ? undefined : items;
}

const isDeclaring = ({ kind }: Item): boolean =>
  kind !== 'rule' && kind !== 'never' && kind !== 'expect' && kind !== 'bad';

const positions = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, i) => [name, i]));

/** The places of all items of a kind. */
function* sitesOf(files: readonly SourceFile[], kind: ItemKind): Generator<Site> {
  for (const file of files) {
    const { items } = file.tree;
    for (let item = 0; item < items.length; item++) if (items[item].kind === kind) yield { file, item };
  }
}

function checkIdentities(scope: Scope): void {
  for (const { file, item } of scope.declarations.byName.identity.values()) {
    const node = file.tree.items[item];
    if (node.kind !== 'identity' || node.sort === undefined) continue;
    if ((identityKinds as readonly string[]).includes(node.sort.text)) continue;
    const message = `\`${node.sort.text}\` is no kind of identity. Write ${identityKinds.join(', ')}.`;
    reportInvalid(scope, at({ file, item }, node.sort.span), message, closest(node.sort.text, identityKinds));
  }
}

function checkTeams(scope: Scope): void {
  for (const { file, item } of scope.declarations.byName.team.values()) {
    const node = file.tree.items[item];
    if (node.kind !== 'team') continue;
    const site = { file, item };
    const properties = readProperties(scope, 'team', placedAt(site, node.properties));
    readText(scope, properties, 'contact');
  }
}
