import type { Finding, Fix, TextEdit } from '../../findings.js';
import type { Declaration, SourceFile } from '../../names/declarations.js';
import type { ItemKind, LabelsItem } from '../../syntax/tree.js';
import type { Snapshot } from '../../workspace.js';
import { thingAt, type NameThing, type Thing } from '../at.js';
import { mentionsOf } from '../mentions.js';
import { fix, indentAt, insert, isFirstOnLine, lineBreak } from '../../fixes/edits.js';

/** The declaration that a name or a label lacks. */
export function declareMissing(snapshot: Snapshot, { place }: Finding): Fix[] {
  const thing = thingAt(snapshot, place.file, place.end);
  if (thing?.kind === 'name') return declareName(snapshot, thing);
  if (thing?.kind === 'labelKey' || thing?.kind === 'labelValue') return declareLabel(snapshot, thing);
  return [];
}

/** A declaration with as little in it as the language allows: the rest is for its author to say. */
const skeletons: { readonly [kind in ItemKind]?: (name: string) => string } = {
  zone: (name) => `zone ${name}`,
  workload: (name) => `workload ${name}`,
  service: (name) => `service ${name} = []`,
  identity: (name) => `identity ${name} = user "${name}"`,
  condition: (name) => `condition ${name} "say what holds"`,
  team: (name) => `team ${name}`,
};

function declareName(snapshot: Snapshot, thing: Thing & NameThing): Fix[] {
  const { namespace, name, declares } = thing;
  if (declares || snapshot.resolved.declarations.byName[namespace].has(name)) return [];
  const dot = name.lastIndexOf('.');
  const own = name.slice(dot + 1);
  const kinds: readonly ItemKind[] = namespace === 'segment' ? ['zone', 'workload'] : [namespace as ItemKind];
  return kinds.flatMap((kind) => {
    const text = skeletons[kind]?.(own);
    if (text === undefined) return [];
    const edit =
      dot < 0
        ? declarationAtTop(snapshot, thing, kind, text)
        : declarationInZone(snapshot, name.slice(0, dot), text);
    return edit ? [fix(`Declare ${kind} \`${name}\``, edit)] : [];
  });
}

/**
 * Adds a declaration after the last one of its kind, of the same file if it has one; else before the statement, an item of
 * a file, that asks for it.
 */
export function declarationAtTop(
  snapshot: Snapshot,
  { namespace, file, item }: Pick<Thing & NameThing, 'namespace' | 'file' | 'item'>,
  kind: ItemKind,
  text: string,
): TextEdit {
  const atTopLevel = (declaration: Declaration): boolean =>
    declaration.kind === kind && declaration.file.tree.parents[declaration.item] < 0;
  const known = [...snapshot.resolved.declarations.byName[namespace].values()].filter(atTopLevel);
  const last = known.findLast((declaration) => declaration.file === file) ?? known.at(-1);
  if (last) {
    const { lines, tree } = last.file;
    return insert(last.file, lines.lineEnd(lines.lineAt(tree.ends[last.item])), lineBreak(last.file) + text);
  }
  let outer = item;
  while (file.tree.parents[outer] >= 0) outer = file.tree.parents[outer];
  return insert(file, beforeComments(file, file.tree.starts[outer]), text + lineBreak(file).repeat(2));
}

/** Start of the line of `offset`, or of the comment lines right above it. */
function beforeComments({ lines, text }: SourceFile, offset: number): number {
  let line = lines.lineAt(offset);
  while (
    line > 0 &&
    text
      .slice(lines.lineStart(line - 1), lines.lineEnd(line - 1))
      .trimStart()
      .startsWith('//')
  )
    line--;
  return lines.lineStart(line);
}

/** Adds a declaration at the end of a zone; `undefined` where there is no such zone, or no end of it. */
export function declarationInZone(snapshot: Snapshot, zone: string, text: string): TextEdit | undefined {
  const declaration = snapshot.resolved.declarations.byName.segment.get(zone);
  if (declaration?.kind !== 'zone') return undefined;
  const { file, item } = declaration;
  const { tree } = file;
  const head = tree.starts[item] + tree.items[item].length;
  if (file.text[head - 1] !== '{') return insert(file, head, ` { ${text} }`);
  const close = tree.ends[item] - 1;
  if (file.text[close] !== '}') return undefined;
  if (!isFirstOnLine(file, close))
    return insert(file, close, file.text[close - 1] === ' ' ? `${text} ` : ` ${text} `);
  const indent = indentAt(file, close);
  return insert(file, close - indent.length, `${indent}  ${text}${lineBreak(file)}`);
}

function declareLabel(snapshot: Snapshot, thing: Thing & { kind: 'labelKey' | 'labelValue' }): Fix[] {
  if (thing.declares) return [];
  const [key, value] =
    thing.kind === 'labelValue' ? [thing.key, thing.value] : [thing.key, valueAfter(thing)];
  for (const file of snapshot.files) {
    for (let item = 0; item < file.tree.items.length; item++) {
      const node = file.tree.items[item];
      const edit = node.kind === 'labels' ? inLabels(file, item, node, key, value) : undefined;
      if (edit) return [fix(`Declare \`${key}: ${value}\` in \`labels\``, edit)];
    }
  }
  return [];
}

/** The value beside a key. */
function valueAfter({ file, item, span, key }: Thing & { kind: 'labelKey' }): string {
  const start = file.tree.starts[item];
  const after = mentionsOf(file.tree.items[item]).words.find((word) => word.span.start >= span.end - start);
  return after?.kind === 'labelValue' && after.key === key ? after.value : key;
}

function inLabels(
  file: SourceFile,
  item: number,
  node: LabelsItem,
  key: string,
  value: string,
): TextEdit | undefined {
  const start = file.tree.starts[item];
  const known = node.keys.find((candidate) => candidate.key.text === key);
  if (known)
    return insert(
      file,
      start + (known.values.at(-1) ?? known.key).span.end,
      `${known.values.length > 0 ? ' |' : ':'} ${value}`,
    );
  const last = node.keys.at(-1);
  if (last === undefined) return undefined;
  const own = start + last.key.span.start;
  const separator = isFirstOnLine(file, own) ? lineBreak(file) + indentAt(file, own) : '  ';
  return insert(file, start + (last.values.at(-1) ?? last.key).span.end, `${separator}${key}: ${value}`);
}
