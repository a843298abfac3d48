import type { EndpointSet } from '../net/endpoints.js';
import type { LabelSchema } from './labels.js';
import type { Segment } from './model.js';

/** All that decides what the words of a rule stand for. */
export interface Environment {
  readonly segments: readonly Segment[];
  readonly services: ReadonlyMap<string, readonly number[]>;
  /** Names of zones, workloads, groups and services as declared, those in error too: it is no mistake to use one. A zone, workload or group in error is marked. */
  readonly declared: readonly string[];
  readonly labels: LabelSchema;
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
  readonly teams: readonly string[];
  readonly symbols: readonly string[];
  readonly asOf: string;
}

/** Whether every rule means the same in both, places of declarations aside. */
export function meansTheSame(a: Environment, b: Environment): boolean {
  return (
    a.asOf === b.asOf &&
    sameList(a.symbols, b.symbols) &&
    sameList(a.declared, b.declared) &&
    sameList(a.identities, b.identities) &&
    sameList(a.conditions, b.conditions) &&
    sameList(a.teams, b.teams) &&
    sameMap(a.services, b.services, sameList) &&
    sameLabels(a.labels, b.labels) &&
    a.segments.length === b.segments.length &&
    a.segments.every((segment, i) => sameSegment(segment, b.segments[i]))
  );
}

function sameSegment(a: Segment, b: Segment): boolean {
  return (
    a.name === b.name && a.kind === b.kind && sameSet(a.set, b.set) && sameMap(a.labels, b.labels, Object.is)
  );
}

const sameSet = (a: EndpointSet, b: EndpointSet): boolean =>
  sameList(a.v4, b.v4) && sameList(a.v6, b.v6) && sameList(a.symbols, b.symbols);

function sameLabels(a: LabelSchema, b: LabelSchema): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameMap(a, b, (x, y) => x.size === y.size && [...x].every((value) => y.has(value)));
}

function sameMap<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  same: (x: T, y: T) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
