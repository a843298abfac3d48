import type { Finding } from '../findings.js';
import type { MapUse } from '../names/references.js';
import type { Segment } from '../policy/model.js';
import type { Declared, Namespace } from '../names/declarations.js';
import { finding, type CheckInput } from './report.js';

const nouns: { readonly [space in Namespace]?: string } = {
  segment: 'Nothing refers to',
  service: 'No rule, intent or service uses',
  identity: 'No rule and no workload uses',
  condition: 'No rule uses',
  team: 'Nothing is owned by',
};

/**
 * `unused-declaration`: nothing refers to it. A zone or workload is also in use where one around it or inside it is, or a
 * label map finds it.
 */
export function unusedDeclaration({ uses, declarations, policy, config }: CheckInput): Finding[] {
  const insecure = new Set(config.insecure);
  const isNamed = (namespace: Namespace, name: string): boolean =>
    uses.counts[namespace].has(name) || (namespace === 'service' && insecure.has(name));
  const inUse = segmentsInUse(
    policy.segments,
    (name) => isNamed('segment', name),
    uses.maps.map(({ pairs }) => pairs),
  );
  const isUsed = ({ namespace, name }: Declared): boolean =>
    (namespace === 'segment' && inUse[policy.segmentIndex.get(name) ?? -1] === 1) || isNamed(namespace, name);
  const findings: Finding[] = [];
  for (const { declared } of declarations.files) {
    for (let i = 0; i < declared.length; i++) {
      const each = declared[i];
      const { namespace, name, kind, parent } = each;
      const noun = nouns[namespace];
      if (noun === undefined || isUsed(each) || !declarations.isFirst(each)) continue;
      // One hint for a zone says all that hints for everything in it would say.
      if (parent !== undefined && !isUsed(parent)) continue;
      const { namePlace } = declarations.byName[namespace].get(name)!;
      const message = `${noun} ${kind} \`${name}\`. Delete it, or write the rule that it is for.`;
      findings.push(finding('unused-declaration', namePlace, message));
    }
  }
  return findings;
}

type LabelPairs = MapUse['pairs'];

/** By segment 1 for what is in use: by its name, by its labels, by a zone around it, or by something inside it. */
function segmentsInUse(
  segments: readonly Segment[],
  isNamed: (name: string) => boolean,
  maps: readonly LabelPairs[],
): Uint8Array {
  const used = new Uint8Array(segments.length);
  for (let i = 0; i < segments.length; i++) {
    const { name, labels, parent } = segments[i];
    const isFound =
      labels.size > 0 && maps.some((pairs) => pairs.every(([key, value]) => labels.get(key) === value));
    // Parents stand before their children, so use comes down the whole tree in one pass.
    if (isFound || (parent >= 0 && used[parent] === 1) || isNamed(name)) used[i] = 1;
  }
  for (let i = segments.length - 1; i >= 0; i--) {
    if (used[i] === 1 && segments[i].parent >= 0) used[segments[i].parent] = 1;
  }
  return used;
}
