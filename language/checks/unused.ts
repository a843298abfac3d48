import type { Finding } from '../findings.js';
import { usesOf } from '../names/references.js';
import type { Segment } from '../policy/model.js';
import type { Namespace, SourceFile } from '../names/declarations.js';
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
export function unusedDeclaration({ files, declarations, policy, config }: CheckInput): Finding[] {
  const used = new Map<string, Set<string>>(Object.keys(nouns).map((space) => [space, new Set()]));
  const maps: [string, string][][] = [];
  for (const file of files) {
    const uses = usesIn(file);
    for (const [namespace, names] of uses.names) {
      const all = used.get(namespace);
      if (all !== undefined) for (const name of names) all.add(name);
    }
    for (const map of uses.maps) maps.push(map);
  }
  for (const name of config.insecure) used.get('service')!.add(name);
  spread(policy.segments, used.get('segment')!, maps);
  const findings: Finding[] = [];
  for (const declaration of declarations.all) {
    const { namespace, name, namePlace, kind } = declaration;
    const noun = nouns[namespace];
    if (noun === undefined || used.get(namespace)!.has(name)) continue;
    if (declarations.byName[namespace].get(name) !== declaration) continue;
    // One hint for a zone says all that hints for everything in it would say.
    if (declaration.parent !== undefined && !used.get(namespace)!.has(declaration.parent.name)) continue;
    findings.push(
      finding(
        'unused-declaration',
        namePlace,
        `${noun} ${kind} \`${name}\`. Delete it, or write the rule that it is for.`,
      ),
    );
  }
  return findings;
}

/** What one file refers to. */
interface FileUses {
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly maps: readonly [string, string][][];
}

/** By file, which is another object after a change: an edit of one file leaves the others as they are. */
const known = new WeakMap<SourceFile, FileUses>();

function usesIn(file: SourceFile): FileUses {
  const before = known.get(file);
  if (before !== undefined) return before;
  const names = new Map<string, Set<string>>();
  const maps: [string, string][][] = [];
  for (const item of file.tree.items) {
    const { references, labelMaps } = usesOf(item);
    for (const { namespace, name } of references) {
      const those = names.get(namespace);
      if (those === undefined) names.set(namespace, new Set([name]));
      else those.add(name);
    }
    for (const { pairs } of labelMaps) maps.push(pairs.map(({ key, value }) => [key.text, value.text]));
  }
  const uses = { names, maps };
  known.set(file, uses);
  return uses;
}

/** Adds what is in use by its labels, by a zone around it, or by something inside it. */
function spread(segments: readonly Segment[], used: Set<string>, maps: readonly [string, string][][]): void {
  for (const { name, labels, parent } of segments) {
    const found =
      labels.size > 0 && maps.some((pairs) => pairs.every(([key, value]) => labels.get(key) === value));
    // Parents stand before their children, so use comes down the whole tree in one pass.
    if (found || (parent >= 0 && used.has(segments[parent].name))) used.add(name);
  }
  for (let i = segments.length - 1; i >= 0; i--) {
    if (used.has(segments[i].name) && segments[i].parent >= 0) used.add(segments[segments[i].parent].name);
  }
}
