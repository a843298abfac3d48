import type { Finding } from '../findings.js';
import { readLiteral } from '../net/address.js';
import {
  intersectEndpoints,
  isEmptySet,
  noEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import { usesOf } from '../names/references.js';
import type { SourceFile } from '../names/declarations.js';
import type { Segment } from '../policy/model.js';
import { picker } from './pick.js';
import { finding, type CheckInput } from './report.js';

/**
 * `unplaced-workload`: a workload without addresses in a zone that has some, while an intent, test or deny names address
 * literals of that zone. These speak of addresses, so they pass the workload by.
 */
export function unplacedWorkload({ policy, files }: CheckInput): Finding[] {
  const findings: Finding[] = [];
  const unplaced = symbolic(policy.segments).map((index) => policy.segments[index]);
  // Most policies have none: then no literal need be read.
  const named = unplaced.length === 0 ? noEndpoints : literals(files);
  if (isEmptySet(named)) return findings;
  for (const { name, namePlace, parent } of unplaced) {
    for (let at = parent; at >= 0; at = policy.segments[at].parent) {
      const zone = policy.segments[at];
      if (zone.own === undefined || isEmptySet(intersectEndpoints(zone.own, named))) continue;
      const message =
        `Workload \`${name}\` has no addresses, though zone \`${zone.name}\` around it has, so an intent, test or deny that names ` +
        `addresses of that zone does not see it. Give it its \`addresses\`.`;
      findings.push(finding('unplaced-workload', namePlace, message));
      break;
    }
  }
  return findings;
}

const symbolic = picker(({ kind, set }: Segment) => kind === 'workload' && set.symbols.length > 0);

/** All address literals in intents, tests and denies. */
function literals(files: readonly SourceFile[]): EndpointSet {
  const sets: EndpointSet[] = [];
  for (const file of files) {
    for (const item of file.tree.items) {
      if (
        item.kind !== 'never' &&
        item.kind !== 'expect' &&
        !(item.kind === 'rule' && item.action === 'deny')
      )
        continue;
      for (const { from, prefix, to } of usesOf(item).literals) {
        const read = readLiteral(from, prefix, to);
        if ('set' in read) sets.push(read.set);
      }
    }
  }
  return uniteEndpoints(sets);
}
