import type { Expr } from '../syntax/tree.js';

/** Inside a circle of names, resolution goes at most this deep, so that no policy exhausts the stack. */
export const maxCircle = 200;

/**
 * Names in the order to resolve them in: each after all it refers to, so that resolving one never has to go deeper than
 * its own text, however long a chain of names is. Of names that refer to each other in a circle only the one that comes
 * first is listed: the others are resolved on the way round from it.
 *
 * The strongly connected components by Tarjan's algorithm (1972), with a stack of its own in place of recursion.
 */
export function resolutionOrder(
  names: Iterable<string>,
  refersTo: (name: string) => readonly string[],
): string[] {
  const order: string[] = [];
  const found = new Map<string, number>();
  const closed = new Set<string>();
  const waiting: string[] = [];
  const enter = (name: string): Visit => {
    const index = found.size;
    found.set(name, index);
    waiting.push(name);
    return { name, index, earliest: index, next: 0, targets: refersTo(name) };
  };
  for (const root of names) {
    const path = found.has(root) ? [] : [enter(root)];
    while (path.length > 0) {
      const visit = path.at(-1)!;
      if (visit.next < visit.targets.length) {
        const target = visit.targets[visit.next++];
        if (!found.has(target)) path.push(enter(target));
        else if (!closed.has(target)) visit.earliest = Math.min(visit.earliest, found.get(target)!);
        continue;
      }
      path.pop();
      const outer = path.at(-1);
      if (outer) outer.earliest = Math.min(outer.earliest, visit.earliest);
      if (visit.earliest < visit.index) continue;
      for (const name of waiting.splice(waiting.lastIndexOf(visit.name))) closed.add(name);
      order.push(visit.name);
    }
  }
  return order;
}

/** A name on the way of the search; `earliest` is the first found name that it leads back to. */
interface Visit {
  readonly name: string;
  readonly index: number;
  readonly targets: readonly string[];
  earliest: number;
  next: number;
}

/** The names that stand in an expression, in their order. */
export function namesOf(value: Expr): string[] {
  if (value.kind === 'name') return [value.text];
  if (value.kind === 'list') return value.elements.flatMap(namesOf);
  return value.kind === 'except' ? [...namesOf(value.base), ...namesOf(value.without)] : [];
}

/** The way from `name`, which is among the `open` names or too deep, back to itself; the middle of a long one left out. */
export function circleOf(open: readonly string[], name: string): string {
  const way = open.includes(name) ? [...open.slice(open.indexOf(name)), name] : [...open, name, '…'];
  return (way.length > 12 ? [...way.slice(0, 6), '…', ...way.slice(-5)] : way).join(' → ');
}
