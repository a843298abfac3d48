import { placeOfItem } from '../names/declarations.js';
import type { ExpectItem, NeverItem } from '../syntax/tree.js';
import { folded, textAt } from './folded.js';
import type { Expectation, Never } from './model.js';
import type { Scope, Site } from './scope.js';
import { readTraffic, type TrafficTables } from './traffic.js';

/** An intent; `undefined`, reported, where a part of it is in error. */
export function readNever(
  scope: Scope,
  tables: TrafficTables,
  site: Site,
  node: NeverItem,
): Never | undefined {
  const traffic = readTraffic(scope, tables, site, node);
  if (traffic === undefined) return undefined;
  const hops = node.reaches ? (node.hops ?? Infinity) : undefined;
  return { ...traffic, hops, place: placeOfItem(site.file, site.item), text: statementText(site, node) };
}

/** One expectation of a test; `undefined`, reported, where a part of it is in error. */
export function readExpectation(
  scope: Scope,
  tables: TrafficTables,
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
