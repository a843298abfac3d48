import type { LineIndex } from '../text/lines.js';
import type { Place, Span } from '../text/span.js';
import type { Item, ItemKind, SourceTree } from '../syntax/tree.js';

/** One file of a policy, read. Immutable: a change of the text makes a new one. */
export interface SourceFile {
  /** Relative to the policy root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: SourceTree;
}

/** Names are unique in each of these; zones, workloads and groups share one. */
export const namespaces = ['segment', 'service', 'identity', 'condition', 'team', 'ruleset', 'flow'] as const;
export type Namespace = (typeof namespaces)[number];

/** A thing that the policy gives a name to. */
export interface Declaration {
  readonly namespace: Namespace;
  readonly kind: ItemKind;
  /** The whole dotted name. */
  readonly name: string;
  readonly file: SourceFile;
  /** Index of the item in the file's tree. */
  readonly item: number;
  /** Where the name itself stands. */
  readonly namePlace: Place;
  /** The zone around it. */
  readonly parent: Declaration | undefined;
}

/** All declarations of a policy, by place; of several with one name the first by place counts. */
export interface Declarations {
  readonly all: readonly Declaration[];
  readonly byName: { readonly [space in Namespace]: ReadonlyMap<string, Declaration> };
  /** The same by file, each list by place. */
  readonly ofFile: ReadonlyMap<SourceFile, readonly Declaration[]>;
  readonly duplicates: readonly { readonly declaration: Declaration; readonly first: Declaration }[];
}

const namespaceOf: { readonly [kind in ItemKind]?: Namespace } = {
  zone: 'segment',
  workload: 'segment',
  group: 'segment',
  service: 'service',
  identity: 'identity',
  condition: 'condition',
  team: 'team',
  ruleset: 'ruleset',
  rule: 'flow',
};

type Names = { [space in Namespace]: Map<string, Declaration> };

/** Collects what `files` (sorted by path) declare. `before` is an earlier state of the same policy. */
export function collectDeclarations(files: readonly SourceFile[], before?: Declarations): Declarations {
  const ofFile = new Map(files.map((file) => [file, declarationsOf(file)]));
  const all: Declaration[] = [];
  for (const declared of ofFile.values()) for (const declaration of declared) all.push(declaration);
  const renewed = before && renewedNames(before, ofFile);
  if (renewed !== undefined) return { all, byName: renewed, ofFile, duplicates: [] };
  const byName = Object.fromEntries(namespaces.map((space) => [space, new Map()])) as Names;
  const duplicates: { declaration: Declaration; first: Declaration }[] = [];
  for (const declaration of all) {
    const names = byName[declaration.namespace];
    const first = names.get(declaration.name);
    if (first === undefined) names.set(declaration.name, declaration);
    else duplicates.push({ declaration, first });
  }
  return { all, byName, ofFile, duplicates };
}

/** The names as they were, where an edit has changed none: only declarations of files that were edited are put in anew. */
function renewedNames(
  before: Declarations,
  ofFile: Declarations['ofFile'],
): Declarations['byName'] | undefined {
  if (before.duplicates.length > 0 || before.ofFile.size !== ofFile.size) return undefined;
  const byName = { ...before.byName } as Names;
  const renewed = new Set<Namespace>();
  const old = before.ofFile.entries();
  for (const [file, declared] of ofFile) {
    const [oldFile, oldDeclared] = old.next().value!;
    if (oldFile === file) continue;
    if (oldFile.path !== file.path || !declaresTheSame(oldDeclared, declared)) return undefined;
    for (const declaration of declared) {
      const { namespace, name } = declaration;
      if (!renewed.has(namespace)) byName[namespace] = new Map(byName[namespace]);
      renewed.add(namespace);
      byName[namespace].set(name, declaration);
    }
  }
  return byName;
}

function declaresTheSame(some: readonly Declaration[], others: readonly Declaration[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ namespace, name, kind }, i) => {
    const other = others[i];
    return namespace === other.namespace && name === other.name && kind === other.kind;
  });
}

const known = new WeakMap<SourceFile, readonly Declaration[]>();

/** What a file declares: worked out once, as most files stay when one is changed. */
function declarationsOf(file: SourceFile): readonly Declaration[] {
  let declared = known.get(file);
  if (declared === undefined) known.set(file, (declared = collect(file)));
  return declared;
}

function collect(file: SourceFile): Declaration[] {
  const { items, parents } = file.tree;
  const result: Declaration[] = [];
  const zones = new Map<number, Declaration>();
  items.forEach((item, index) => {
    const namespace = namespaceOf[item.kind];
    const ident = namespace && declaredName(item);
    if (namespace === undefined || ident === undefined) return;
    const parent = namespace === 'segment' ? zones.get(parents[index]) : undefined;
    const name = parent ? `${parent.name}.${ident.text}` : ident.text;
    const declaration = new PlacedDeclaration(namespace, item.kind, name, file, index, parent);
    if (item.kind === 'zone') zones.set(index, declaration);
    result.push(declaration);
  });
  return result;
}

/** Its place is worked out when it is asked for: most names are never shown. */
class PlacedDeclaration implements Declaration {
  constructor(
    readonly namespace: Namespace,
    readonly kind: ItemKind,
    readonly name: string,
    readonly file: SourceFile,
    readonly item: number,
    readonly parent: Declaration | undefined,
  ) {}

  get namePlace(): Place {
    const { file, item } = this;
    return placeIn(file, item, declaredName(file.tree.items[item])!.span);
  }
}

function declaredName(item: Item): { text: string; span: Span } | undefined {
  if (item.kind === 'rule') return item.flow;
  return 'name' in item ? item.name : undefined;
}

/** The place in the file of a span that counts from the start of an item. */
export function placeIn(file: SourceFile, item: number, span: Span): Place {
  const start = file.tree.starts[item];
  return { file: file.path, start: start + span.start, end: start + span.end };
}

/** The place of an item, what is nested in it included. */
export function placeOfItem(file: SourceFile, item: number): Place {
  return { file: file.path, start: file.tree.starts[item], end: file.tree.ends[item] };
}

/** Where two lists of items differ: what is before and behind is the same. */
export interface ItemsChanged {
  /** The items `start` to `end` (exclusive) of the newer list are not in the older. */
  readonly start: number;
  readonly end: number;
  /** How much further on in the newer list the items from `end` on stand. */
  readonly moved: number;
}

/** Compares the items of a file before and after an edit, which leaves most of them the same objects. */
export function itemsChanged(before: readonly Item[], after: readonly Item[]): ItemsChanged {
  const moved = after.length - before.length;
  let start = 0;
  while (start < after.length && before[start] === after[start]) start++;
  let end = after.length;
  while (end > start && end - moved > start && before[end - moved - 1] === after[end - 1]) end--;
  return { start, end, moved };
}
