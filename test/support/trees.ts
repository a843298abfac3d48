import type { Item, SourceTree } from '../../language/syntax/tree.js';

/** Everything that an item says of itself, as plain data: some items work their parts out when they are asked. */
export function plainItem(item: Item): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  for (let from: object = item; from !== Object.prototype; from = Object.getPrototypeOf(from) as object) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
      if (get !== undefined) parts[name] = (item as unknown as Record<string, unknown>)[name];
    }
  }
  const own = 'build' in item ? { kind: item.kind, problems: item.problems } : item;
  return { ...own, ...parts };
}

/** A tree as plain data. */
export const plainTree = (tree: SourceTree): object => ({ ...tree, items: tree.items.map(plainItem) });
