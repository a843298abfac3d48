import type { Finding } from '../findings.js';
import type { MapUse } from '../names/references.js';
import type { Segment } from '../policy/model.js';
import type { Namespace } from '../names/declarations.js';
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
  if (declarations.all.length === 0) return [];
  const insecure = new Set(config.insecure);
  const isNamed = (namespace: Namespace, name: string): boolean =>
    uses.counts[namespace].has(name) || (namespace === 'service' && insecure.has(name));
  const inUse = segmentsInUse(
    policy.segments,
    (name) => isNamed('segment', name),
    uses.maps.map(({ pairs }) => pairs),
  );
  const isUsed = (namespace: Namespace, name: string): boolean =>
    namespace === 'segment' && inUse.has(name) ? true : isNamed(namespace, name);
  const findings: Finding[] = [];
  for (const declaration of declarations.all) {
    const { namespace, name, kind } = declaration;
    const noun = nouns[namespace];
    if (noun === undefined || isUsed(namespace, name)) continue;
    if (declarations.byName[namespace].get(name) !== declaration) continue;
    // One hint for a zone says all that hints for everything in it would say.
    if (declaration.parent !== undefined && !isUsed(namespace, declaration.parent.name)) continue;
    findings.push(
      finding(
        'unused-declaration',
        declaration.namePlace,
        `${noun} ${kind} \`${name}\`. Delete it, or write the rule that it is for.`,
      ),
    );
  }
  return findings;
}

type LabelPairs = MapUse['pairs'];

/** Names of what is in use: by its name, by its labels, by a zone around it, or by something inside it. */
function segmentsInUse(
  segments: readonly Segment[],
  isNamed: (name: string) => boolean,
  maps: readonly LabelPairs[],
): Set<string> {
  const used = new Set<string>();
  for (const { name, labels, parent } of segments) {
    const found =
      labels.size > 0 && maps.some((pairs) => pairs.every(([key, value]) => labels.get(key) === value));
    // Parents stand before their children, so use comes down the whole tree in one pass.
    if (found || (parent >= 0 && used.has(segments[parent].name)) || isNamed(name)) used.add(name);
  }
  for (let i = segments.length - 1; i >= 0; i--) {
    if (used.has(segments[i].name) && segments[i].parent >= 0) used.add(segments[segments[i].parent].name);
  }
  return used;
}
