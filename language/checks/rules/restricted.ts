import type { Analysis } from '../../analysis/index.js';
import { allServices } from '../../analysis/coordinates.js';
import { findDecisionIn, isPoint } from '../../analysis/rules/open.js';
import type { Connection, Finding } from '../../findings.js';
import { allEndpoints, isEmptySet, uniteEndpoints, type EndpointSet } from '../../net/endpoints.js';
import { subtract, unite } from '../../net/ranges.js';
import type { ServiceSet } from '../../net/services.js';
import type { Policy, Traffic } from '../../policy/model.js';
import { connectionAt } from '../../analysis/witness.js';
import { describe, type CheckInput } from '../report.js';
import { undecided } from './undecided.js';
import { at, forEachRule, type Subject } from './words.js';

/** `insecure-service`: an allow into a restricted zone on a service that carries secrets in clear text. */
export function insecureService(analysis: Analysis, { policy, config }: CheckInput): Finding[] {
  const services = insecureServices(policy, config.insecure);
  const look = intoRestricted(analysis, services);
  return forEachRule(analysis, (subject) => {
    const witness = look(subject);
    if (witness === 'undecided')
      return undecided(subject.rule, 'whether it allows an insecure service into a restricted zone');
    if (witness === undefined) return undefined;
    const message =
      `\`${subject.rule.name}\` allows an insecure service into a restricted zone: ${describe(witness)}. ` +
      'Use its encrypted counterpart, or declare the service with `encrypted = true` if it is.';
    return at('insecure-service', subject.rule, message, { witness });
  });
}

/** `location-only`: an allow into a restricted zone that asks neither who somebody is nor what a workload is. */
export function locationOnly(analysis: Analysis): Finding[] {
  const look = intoRestricted(analysis, allServices);
  return forEachRule(analysis, (subject) => {
    const { rule } = subject;
    if (rule.identities !== undefined || rule.byLabel) return undefined;
    const witness = look(subject);
    if (witness === 'undecided') return undecided(rule, 'whether it allows anything into a restricted zone');
    if (witness === undefined) return undefined;
    const message =
      `\`${rule.name}\` lets into a restricted zone by location alone: ${describe(witness)}, whoever it is. ` +
      'Add `as` with the identities that are meant, or name the workloads by their labels.';
    return at('location-only', rule, message, { witness });
  });
}

/** The insecure services of the table, without what a service declared with `encrypted = true` covers. */
function insecureServices(policy: Policy, names: readonly string[]): ServiceSet {
  let services: ServiceSet = [];
  for (const name of names)
    if (!policy.encrypted.has(name)) services = unite(services, policy.services.get(name) ?? []);
  for (const name of policy.encrypted) services = subtract(services, policy.services.get(name) ?? []);
  return services;
}

/** Finds a connection into a restricted zone, on one of some services, that a rule really allows. */
function intoRestricted(
  analysis: Analysis,
  services: ServiceSet,
): (subject: Subject) => Connection | 'undecided' | undefined {
  const { policy, library } = analysis;
  const zones = policy.segments.filter(
    (segment) => segment.kind === 'zone' && segment.trust === 'restricted',
  );
  const destination: EndpointSet = uniteEndpoints(zones.map((zone) => zone.set));
  const source = allEndpoints(policy.symbols.length);
  const traffic: Traffic = { source, destination, services, identities: undefined, conditions: [] };
  return ({ id, rule, facts, near }) => {
    if (rule.action !== 'allow' || facts.state !== 'deciding' || isEmptySet(destination)) return undefined;
    const point = findDecisionIn(near.around(id), id, traffic, analysis.limits.pieces);
    if (!isPoint(point)) return point === 'undecided' ? point : undefined;
    return connectionAt(policy, library.coordinates, point, traffic);
  };
}
