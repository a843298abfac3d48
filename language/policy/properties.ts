import type { Expr, Ident, Property } from '../syntax/tree.js';
import { closest } from '../text/spelling.js';
import { propertySchemas, type Propertied } from './schema.js';
import {
  at,
  replacement,
  report,
  reportInvalid,
  reportUnknown,
  spellingIn,
  type Scope,
  type Site,
} from './scope.js';

/** A property and the item it stands in. */
export interface PlacedProperty {
  readonly site: Site;
  readonly property: Property;
}

/** The properties of one declaration, one for each key; unknown and repeated ones are reported and left out. */
export type PropertyMap = readonly PlacedProperty[];

const noProperties: PropertyMap = [];

/** The properties of one item. */
export const placedAt = (site: Site, properties: readonly Property[]): PlacedProperty[] =>
  properties.map((property) => ({ site, property }));

/** Sorts the properties of a declaration of kind `owner` by their keys. */
export function readProperties(
  scope: Scope,
  owner: Propertied,
  properties: readonly PlacedProperty[],
): PropertyMap {
  if (properties.length === 0) return noProperties;
  const known = propertySchemas[owner];
  const result: PlacedProperty[] = [];
  for (const placed of properties) {
    const { key } = placed.property;
    if (!known.some((schema) => schema.key === key.text)) {
      const keys = known.map((schema) => schema.key);
      const meant = closest(key.text, keys);
      const place = at(placed.site, key.span);
      const remedy = meant ? `Did you mean \`${meant}\`?` : `It has ${keys.join(', ')}.`;
      const fixes = meant ? [replacement(`Change to \`${meant}\``, place, meant)] : [];
      report(scope, 'unknown-property', place, `A ${owner} has no property \`${key.text}\`. ${remedy}`, {
        fixes,
      });
      continue;
    }
    const first = withKey(result, key.text);
    if (first === undefined) {
      result.push(placed);
      continue;
    }
    const related = [{ place: at(first.site, first.property.key.span), message: 'It is set here first.' }];
    const message = `\`${key.text}\` is set twice. Keep one.`;
    report(scope, 'duplicate-name', at(placed.site, key.span), message, { related });
  }
  return result;
}

/** The property with a key. Hardly any thing has more than a few. */
export function withKey(map: PropertyMap, key: string): PlacedProperty | undefined {
  for (const placed of map) if (placed.property.key.text === key) return placed;
  return undefined;
}

/** One of a fixed set of words. */
export function readWord<T extends string>(
  scope: Scope,
  map: PropertyMap,
  key: string,
  words: readonly T[],
): T | undefined {
  const found = given(map, key);
  if (found === undefined) return undefined;
  const { site, value } = found;
  if (value.kind === 'name' && (words as readonly string[]).includes(value.text)) return value.text as T;
  const meant = value.kind === 'name' ? closest(value.text, words) : undefined;
  const message = `\`${key}\` is one of ${words.join(', ')}. Write one of these.`;
  reportInvalid(scope, at(site, value.span), message, meant);
  return undefined;
}

/** A string; a bare word is taken as one. */
export function readText(scope: Scope, map: PropertyMap, key: string): string | undefined {
  const found = given(map, key);
  if (found === undefined) return undefined;
  const { site, value } = found;
  if (value.kind === 'string') return value.value;
  if (value.kind === 'name') return value.text;
  reportInvalid(scope, at(site, value.span), `\`${key}\` is a string. Put it in double quotes.`);
  return undefined;
}

/** `true` or `false`. */
export function readBoolean(scope: Scope, map: PropertyMap, key: string): boolean | undefined {
  const word = readWord(scope, map, key, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function readDate(scope: Scope, map: PropertyMap, key: string): string | undefined {
  const found = given(map, key);
  if (found === undefined) return undefined;
  const { site, value } = found;
  if (value.kind === 'date' && isDate(value.text)) return value.text;
  const what = value.kind === 'date' ? `\`${value.text}\` is no day of the calendar` : `\`${key}\` is a date`;
  reportInvalid(scope, at(site, value.span), `${what}. Write it as \`2027-03-31\`.`);
  return undefined;
}

/** Whether `text` is a day of the calendar as `YYYY-MM-DD` (ISO 8601). */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8)].map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0));
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A team; any word while the policy declares no team. One that is undeclared is reported, and stands as it is written. */
export function readTeam(scope: Scope, map: PropertyMap): string | undefined {
  const found = given(map, 'owner');
  if (found === undefined) return undefined;
  const { site, value } = found;
  if (value.kind !== 'name' && value.kind !== 'string') {
    reportInvalid(scope, at(site, value.span), '`owner` is a team. Write its name.');
    return undefined;
  }
  const text = value.kind === 'name' ? value.text : value.value;
  const teams = scope.declarations.byName.team;
  if (teams.size > 0 && !teams.has(text))
    reportUnknown(scope, site, { text, span: value.span }, 'team', spellingIn(scope, 'team'));
  return text;
}

/** Words or strings, one or a list. */
export function readTags(scope: Scope, map: PropertyMap): readonly string[] {
  const found = given(map, 'tags');
  if (found === undefined) return noTags;
  const { site, value } = found;
  const result: string[] = [];
  for (const element of flatten(value)) {
    if (element.kind === 'name') result.push(element.text);
    else if (element.kind === 'string') result.push(element.value);
    else if (element.kind !== 'missing') {
      const message = 'A tag is a word or a string. Write `tags = [pci, "needs review"]`.';
      reportInvalid(scope, at(site, element.span), message);
    }
  }
  return result;
}

/** One list for all that have none. */
export const noTags: readonly string[] = [];

/** One label map as pairs; `undefined` where it cannot be read. */
export function readLabels(scope: Scope, map: PropertyMap, check: LabelCheck): ReadonlyMap<string, string> {
  const found = given(map, 'labels');
  if (found === undefined) return noLabels;
  const { site, value } = found;
  if (value.kind === 'labels') return readPairs(scope, site, value, check);
  const message = 'Labels are a map. Write `labels = { env: prod, tier: web }`.';
  reportInvalid(scope, at(site, value.span), message);
  return noLabels;
}

/** One map for all that have none. */
export const noLabels: ReadonlyMap<string, string> = new Map();

/** Reports a label that is not declared. */
export type LabelCheck = (scope: Scope, site: Site, key: Ident, value: Ident) => void;

/** The pairs of one label map; a key written twice is reported. */
export function readPairs(
  scope: Scope,
  site: Site,
  map: Extract<Expr, { kind: 'labels' }>,
  check: LabelCheck,
): Map<string, string> {
  const result = new Map<string, string>();
  for (const { key, value } of map.pairs) {
    check(scope, site, key, value);
    if (result.has(key.text)) {
      report(
        scope,
        'duplicate-name',
        at(site, key.span),
        `The label \`${key.text}\` stands twice in this map. Keep one.`,
      );
    }
    result.set(key.text, value.text);
  }
  return result;
}

/** The elements of a list and of the lists in it; of a single value, itself. */
export function flatten(value: Expr): Expr[] {
  return value.kind === 'list' ? value.elements.flatMap(flatten) : [value];
}

/** What stands for a key; `undefined` where nothing does. */
function given(map: PropertyMap, key: string): { readonly site: Site; readonly value: Expr } | undefined {
  const placed = withKey(map, key);
  if (placed === undefined || placed.property.value.kind === 'missing') return undefined;
  return { site: placed.site, value: placed.property.value };
}
