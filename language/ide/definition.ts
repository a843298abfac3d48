import { placeOfItem, type Declaration } from '../names/declarations.js';
import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import type { Definition, Target } from './model.js';
import { asNamed, occurrencesOf } from './occurrences.js';

/** Where the thing at `offset` is declared; `undefined` where nothing declares it, as for a built-in service. */
export function definition(snapshot: Snapshot, path: string, offset: number): Definition | undefined {
  const thing = asNamed(thingAt(snapshot, path, offset));
  if (thing === undefined || thing.kind === 'tier') return undefined;
  const targets =
    thing.kind === 'name' ? declarationsOf(snapshot, thing).map(targetOf) : labelTargets(snapshot, thing);
  return targets.length > 0 ? { origin: thing.span, targets } : undefined;
}

type Wanted = Pick<Declaration, 'namespace' | 'name'>;

/** The declarations of a name, by place: several where it is declared twice. */
export function declarationsOf(snapshot: Snapshot, { namespace, name }: Wanted): Declaration[] {
  const { byName, duplicates } = snapshot.resolved.declarations;
  const first = byName[namespace].get(name);
  if (first === undefined) return [];
  return [
    first,
    ...duplicates.filter((duplicate) => duplicate.first === first).map(({ declaration }) => declaration),
  ];
}

const targetOf = ({ file, item, namePlace }: Declaration): Target => ({
  place: placeOfItem(file, item),
  namePlace,
});

function labelTargets(snapshot: Snapshot, label: Parameters<typeof occurrencesOf>[1]): Target[] {
  const files = snapshot.files.filter(({ tree }) => tree.items.some(({ kind }) => kind === 'labels'));
  const declared = occurrencesOf(files, label).filter(({ role }) => role === 'declaration');
  return declared.map(({ place }) => ({ place, namePlace: place }));
}
