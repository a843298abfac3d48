import type { ItemKind } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import {
  namespaces,
  placeIn,
  type Declaration,
  type Declarations,
  type Declared,
  type FileNames,
  type Namespace,
  type SourceFile,
} from './declarations.js';
import { declaredName, indexOf, namesOf } from './declared.js';

type Names = { readonly [space in Namespace]: ReadonlyMap<string, Declared> };

/** Collects what `files` (sorted by path) declare. `before` is an earlier state of the same policy. */
export function collectDeclarations(files: readonly SourceFile[], before?: Declarations): Declarations {
  const names = files.map(namesOf);
  const kept = before instanceof DeclarationTable ? before.keptNames(names) : undefined;
  if (kept !== undefined) return new DeclarationTable(names, kept, []);
  const byName = emptyNames();
  let count = 0;
  for (const { declared } of names) {
    for (const each of declared) byName[each.namespace].set(each.name, each);
    count += declared.length;
  }
  const isUnique = namespaces.reduce((sum, space) => sum + byName[space].size, 0) === count;
  return isUnique ? new DeclarationTable(names, byName, []) : tableOfFirst(names);
}

/** The same where names are declared more than once: the first by place has it. */
function tableOfFirst(names: readonly FileNames[]): Declarations {
  const byName = emptyNames();
  const duplicates: Declared[] = [];
  for (const { declared } of names) {
    for (const each of declared) {
      const known = byName[each.namespace];
      if (known.has(each.name)) duplicates.push(each);
      else known.set(each.name, each);
    }
  }
  return new DeclarationTable(names, byName, duplicates);
}

const emptyNames = (): { [space in Namespace]: Map<string, Declared> } => ({
  segment: new Map(),
  service: new Map(),
  identity: new Map(),
  condition: new Map(),
  team: new Map(),
  ruleset: new Map(),
  flow: new Map(),
});

/** The names of one state of a policy. Where they stand is worked out when it is first asked for. */
class DeclarationTable implements Declarations {
  readonly byName: Declarations['byName'];
  private readonly places = new Map<string, Places>();
  private everything: readonly Declaration[] | undefined;

  constructor(
    readonly files: readonly FileNames[],
    private readonly names: Names,
    private readonly again: readonly Declared[],
  ) {
    const place = (declared: Declared): Declaration => this.place(declared);
    this.byName = Object.fromEntries(
      namespaces.map((space) => [space, new NameTable(names[space], place)]),
    ) as unknown as Declarations['byName'];
  }

  get all(): readonly Declaration[] {
    return (this.everything ??= this.files.flatMap(({ declared }) =>
      declared.map((each) => this.place(each)),
    ));
  }

  get duplicates(): Declarations['duplicates'] {
    return this.again.map((declared) => ({
      declaration: this.place(declared),
      first: this.place(this.names[declared.namespace].get(declared.name)!),
    }));
  }

  named(space: Namespace): ReadonlyMap<string, Declared> {
    return this.names[space];
  }

  isFirst(declared: Declared): boolean {
    return this.again.length === 0 || this.names[declared.namespace].get(declared.name) === declared;
  }

  /** The names as they are in a later state, where an edit has declared nothing anew and nothing no longer. */
  keptNames(files: readonly FileNames[]): Names | undefined {
    if (this.again.length > 0 || files.length !== this.files.length) return undefined;
    const isKept = files.every((now, i) => declaresTheSame(this.files[i], now));
    return isKept ? this.names : undefined;
  }

  private place(declared: Declared): Declaration {
    let places = this.places.get(declared.path);
    if (places === undefined) {
      places = placesOf(this.files.find(({ file }) => file.path === declared.path)!);
      this.places.set(declared.path, places);
    }
    return places.of(declared);
  }
}

/** Whether an edit has left everything that a file declares the same objects. */
function declaresTheSame(before: FileNames, now: FileNames): boolean {
  const [old, declared] = [before.declared, now.declared];
  if (old === declared) return true;
  if (old.length !== declared.length) return false;
  for (let i = 0; i < declared.length; i++) if (old[i] !== declared[i]) return false;
  return true;
}

const known = new WeakMap<FileNames, Places>();

function placesOf(names: FileNames): Places {
  let places = known.get(names);
  if (places === undefined) known.set(names, (places = new Places(names)));
  return places;
}

/** Where the names of a file stand. */
class Places {
  private readonly placed = new Map<Declared, Declaration>();

  constructor(private readonly names: FileNames) {}

  of(declared: Declared): Declaration {
    const found = this.placed.get(declared);
    if (found !== undefined) return found;
    const { file, items } = this.names;
    const parent = declared.parent && this.of(declared.parent);
    const item = items[indexOf(this.names, declared)];
    const declaration = new PlacedDeclaration(declared, file, item, parent);
    this.placed.set(declared, declaration);
    return declaration;
  }
}

/** Its place is worked out when it is asked for: most names are never shown. */
class PlacedDeclaration implements Declaration {
  constructor(
    private readonly declared: Declared,
    readonly file: SourceFile,
    readonly item: number,
    readonly parent: Declaration | undefined,
  ) {}

  get namespace(): Namespace {
    return this.declared.namespace;
  }

  get kind(): ItemKind {
    return this.declared.kind;
  }

  get name(): string {
    return this.declared.name;
  }

  get namePlace(): Place {
    return placeOfName(this.file, this.item);
  }
}

/** Where the name stands that an item declares. */
export const placeOfName = (file: SourceFile, item: number): Place =>
  placeIn(file, item, declaredName(file.tree.items[item])!.span);

/** The names of one namespace with their places, which are worked out for those alone that are asked for. */
class NameTable implements ReadonlyMap<string, Declaration> {
  constructor(
    private readonly names: ReadonlyMap<string, Declared>,
    private readonly place: (declared: Declared) => Declaration,
  ) {}

  get size(): number {
    return this.names.size;
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  get(name: string): Declaration | undefined {
    const declared = this.names.get(name);
    return declared && this.place(declared);
  }

  keys(): MapIterator<string> {
    return this.names.keys();
  }

  *entries(): Generator<[string, Declaration], undefined> {
    for (const [name, declared] of this.names) yield [name, this.place(declared)];
    return undefined;
  }

  *values(): Generator<Declaration, undefined> {
    for (const declared of this.names.values()) yield this.place(declared);
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, Declaration], undefined> {
    return this.entries();
  }

  forEach(call: (value: Declaration, key: string, map: ReadonlyMap<string, Declaration>) => void): void {
    for (const [name, declaration] of this) call(declaration, name, this);
  }
}
