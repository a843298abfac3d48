import { addDays } from '../../checks/housekeeping.js';
import {
  criticalities,
  propertySchemas,
  trustLevels,
  type Propertied,
  type PropertySchema,
  type ValueKind,
} from '../../policy/schema.js';
import type { Snapshot } from '../../workspace.js';
import { usageOf } from '../usage.js';
import { ranks, whole, type Draft, type Offer } from './draft.js';
import { declaredNames, emptyMap, type Wanted } from './names.js';

/** The properties of `owner` that are not set yet. */
export function propertyKeys(owner: Propertied, present: readonly string[], asOf: string): Draft[] {
  const schemas: readonly PropertySchema[] = propertySchemas[owner];
  return schemas
    .filter(({ key }) => !present.includes(key))
    .map(({ key, kind }, index): Draft => {
      const value = valueSnippet(kind, asOf);
      const data = `property:${owner}.${key}`;
      return {
        label: key,
        kind: 'property',
        data,
        insert: `${key} = ${value.text}`,
        format: 'snippet',
        rank: ranks.names + index,
        ...(value.again && { again: true }),
      };
    });
}

function valueSnippet(kind: ValueKind, asOf: string): { text: string; again?: true } {
  switch (kind) {
    case 'text':
      return { text: '"$1"' };
    case 'date':
      return { text: `\${1:${addDays(asOf, 90)}}` };
    case 'tags':
      return { text: '[$1]' };
    case 'labels':
    case 'members':
      return { text: '{ $1 }', again: true };
    case 'boolean':
      return { text: '${1|true,false|}' };
    case 'word':
    case 'addresses':
      return { text: '$1' };
    default:
      return { text: '$1', again: true };
  }
}

/** What a property of this kind can be set to. */
export function propertyValues(snapshot: Snapshot, kind: ValueKind, inList: boolean, wanted: Wanted): Offer {
  if (kind === 'team' || kind === 'identity') return declaredNames(snapshot, kind, wanted);
  return whole(fixedValues(snapshot, kind, inList, wanted));
}

function fixedValues(
  snapshot: Snapshot,
  kind: Exclude<ValueKind, 'team' | 'identity'>,
  inList: boolean,
  wanted: Wanted,
): Draft[] {
  switch (kind) {
    case 'trust':
      return words(trustLevels, 'trust');
    case 'criticality':
      return words(criticalities, 'criticality');
    case 'boolean':
      return words(['true', 'false'], 'boolean');
    case 'date':
      return dates(snapshot.asOf);
    case 'tags':
      return usageOf(snapshot)
        .tags.filter((tag) => !wanted.taken.includes(tag) && isWord(tag))
        .map((tag, rank) => ({ label: tag, kind: 'value', rank }));
    case 'addresses':
      return addressWords(inList);
    case 'labels':
    case 'members':
      return [emptyMap];
    case 'text':
      return [
        {
          label: '"…"',
          kind: 'snippet',
          insert: '"$1"',
          format: 'snippet',
          filter: '"',
          detail: 'a string',
          rank: 0,
        },
      ];
    case 'word':
      return [];
  }
}

const isWord = (text: string): boolean => /^[A-Za-z][\w.-]*$/.test(text);

function words(values: readonly string[], kind: string): Draft[] {
  return values.map((label, rank) => ({ label, kind: 'value', data: `word:${kind}.${label}`, rank }));
}

function dates(asOf: string): Draft[] {
  return [90, 30, 180, 365].map((days, rank) => ({
    label: addDays(asOf, days),
    kind: 'value',
    detail: `in ${days} days`,
    rank,
  }));
}

function addressWords(inList: boolean): Draft[] {
  const any: Draft = {
    label: 'any',
    kind: 'keyword',
    detail: 'all addresses of both families',
    data: 'keyword:any',
    rank: 1,
  };
  const unclaimed: Draft = {
    label: 'unclaimed',
    kind: 'keyword',
    detail: 'every address that nothing else declares',
    data: 'keyword:unclaimed',
    rank: 0,
  };
  return inList ? [any] : [unclaimed, any];
}
