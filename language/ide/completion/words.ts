import { identityKinds } from '../../policy/schema.js';
import { tiers } from '../../policy/model.js';
import { defaultSeverity } from '../../findings.js';
import { ranks, type Draft } from './draft.js';
import type { NextWord } from './slots.js';

const details: { readonly [word in NextWord]: string } = {
  to: 'the destination',
  reaches: 'over any chain of connections',
  on: 'the services',
  as: 'only these identities',
  when: 'only under these conditions',
  within: 'chains of at most so many connections',
  hops: 'connections in a chain',
  except: 'leave out',
  allow: 'every such connection is allowed',
  deny: 'every such connection is denied',
  pass: 'this tier stays silent',
  '{': 'owner, purpose and other properties',
};

/** The words that may come next, in this order. */
export function nextWords(words: readonly NextWord[]): Draft[] {
  return words.map((word, index): Draft => {
    const detail = details[word];
    const rank = word === 'except' ? ranks.rest : ranks.next + index;
    if (word === '{')
      return {
        label: '{ … }',
        kind: 'snippet',
        detail,
        insert: '{ $1 }',
        format: 'snippet',
        filter: '{',
        rank,
        again: true,
      };
    if (word === 'hops') return { label: word, kind: 'keyword', detail, data: 'keyword:within', rank };
    if (word === 'within')
      return {
        label: word,
        kind: 'keyword',
        detail,
        data: 'keyword:within',
        insert: 'within ${1:3} hops',
        format: 'snippet',
        rank,
      };
    return {
      label: word,
      kind: 'keyword',
      detail,
      data: `keyword:${word}`,
      insert: `${word} `,
      rank,
      again: true,
    };
  });
}

export function tierNames(): Draft[] {
  return tiers.map((label, rank) => ({
    label,
    kind: 'tier',
    detail: `decides ${['first', 'second', 'third', 'fourth', 'last'][rank]}`,
    data: `tier:${label}`,
    rank,
  }));
}

export function kindsOfIdentity(): Draft[] {
  return identityKinds.map((label, rank) => ({
    label,
    kind: 'value',
    insert: `${label} "$1"`,
    format: 'snippet',
    rank,
    data: `word:identity.${label}`,
  }));
}

/** Short chains, which are the ones that are asked about. */
export function hopCounts(): Draft[] {
  return ['1', '2', '3', '4', '5'].map((label, rank) => ({
    label,
    kind: 'value',
    insert: `${label} hops`,
    detail: 'hops',
    rank,
  }));
}

/** Codes of findings that a comment can silence. */
export function findingCodes(taken: readonly string[]): Draft[] {
  return Object.entries(defaultSeverity)
    .filter(([code]) => !taken.includes(code))
    .map(([label, severity], rank) => ({
      label,
      kind: 'finding',
      detail: severity,
      data: `finding:${label}`,
      rank,
    }));
}
