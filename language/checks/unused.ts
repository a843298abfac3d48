import type { Finding } from '../findings.js';
import { indexesBesideFlows } from '../names/declared.js';
import type { MapUse, NameCounts } from '../names/references.js';
import type { Policy, Segment } from '../policy/model.js';
import { namespaces, type Declared, type Namespace } from '../names/declarations.js';
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
export function unusedDeclaration(input: CheckInput): Finding[] {
  const { counts } = input.uses;
  const before = known.get(counts);
  const unused = before !== undefined && isStill(before, input) ? before.unused : findUnused(input);
  known.set(counts, { ...basisOf(input), unused });
  return unused.map(({ namespace, name, kind }) => {
    const { namePlace } = input.declarations.byName[namespace].get(name)!;
    const message = `${nouns[namespace]!} ${kind} \`${name}\`. Delete it, or write the rule that it is for.`;
    return finding('unused-declaration', namePlace, message);
  });
}

/** What it depends on which declarations nothing uses. */
interface Basis {
  readonly declared: readonly (readonly Declared[])[];
  readonly segments: Policy['segmentIndex'];
  readonly config: CheckInput['config'];
  /** Label maps find by what workloads say, not by names. */
  readonly isMapped: boolean;
  /** When the names in use were looked at, by namespace. */
  readonly moments: ReadonlyMap<Namespace, number>;
}

/** What was unused when it was last looked for, by the counts that an edit takes over. */
const known = new WeakMap<NameCounts, Basis & { readonly unused: readonly Declared[] }>();

const basisOf = ({ uses, declarations, policy, config }: CheckInput): Basis => ({
  declared: declarations.files.map(({ declared }) => declared),
  segments: policy.segmentIndex,
  config,
  isMapped: uses.maps.length > 0,
  moments: new Map(counted.map((namespace) => [namespace, uses.counts[namespace].moment])),
});

const counted = namespaces.filter((namespace) => nouns[namespace] !== undefined);

/** Whether no edit has put in or taken out the only use of something that is declared, or a declaration. */
function isStill({ declared, segments, config, isMapped, moments }: Basis, input: CheckInput): boolean {
  const { uses, declarations } = input;
  return (
    config === input.config &&
    segments === input.policy.segmentIndex &&
    !isMapped &&
    uses.maps.length === 0 &&
    declared.length === declarations.files.length &&
    declared.every((list, i) => list === declarations.files[i].declared) &&
    counted.every((namespace) => {
      const turned = uses.counts[namespace].turnedSince(moments.get(namespace)!);
      return turned?.every((name) => !declarations.named(namespace).has(name));
    })
  );
}

function findUnused({ uses, declarations, policy, config }: CheckInput): Declared[] {
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
  const unused: Declared[] = [];
  for (const { declared } of declarations.files) {
    const others = indexesBesideFlows(declared);
    for (let i = 0; i < others.length; i++) {
      const each = declared[others[i]];
      const { namespace, parent } = each;
      if (nouns[namespace] === undefined || isUsed(each) || !declarations.isFirst(each)) continue;
      // One hint for a zone says all that hints for everything in it would say.
      if (parent === undefined || isUsed(parent)) unused.push(each);
    }
  }
  return unused;
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
