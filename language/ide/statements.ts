import type { SourceFile } from '../names/declarations.js';
import type { Expectation, Never, Policy, Rule } from '../policy/model.js';
import type { Place } from '../text/span.js';

/** The resolved rule of an item; `undefined` where it is none, or is in error. */
export function ruleOf(policy: Policy, file: SourceFile, item: number): Rule | undefined {
  const start = file.tree.starts[item];
  const placeOf = (rule: Rule): Place => policy.placeOf(rule);
  const found = atPlace(policy.rules, placeOf, file.path, start);
  if (found) return found;
  for (const { rules } of policy.rulesets) {
    const rule = atPlace(rules, placeOf, file.path, start);
    if (rule) return rule;
  }
  return undefined;
}

/** The resolved intent of an item. */
export const neverOf = (policy: Policy, file: SourceFile, item: number): Never | undefined =>
  atPlace(policy.nevers, ownPlace, file.path, file.tree.starts[item]);

/** The resolved expectation of an item. */
export const expectationOf = (policy: Policy, file: SourceFile, item: number): Expectation | undefined =>
  atPlace(policy.expectations, ownPlace, file.path, file.tree.starts[item]);

const ownPlace = ({ place }: { readonly place: Place }): Place => place;

/** What begins at an offset of a file, of a list that is by place. */
function atPlace<T>(
  list: readonly T[],
  placeOf: (one: T) => Place,
  path: string,
  start: number,
): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { file, start: at } = placeOf(list[middle]);
    if (file < path || (file === path && at < start)) low = middle + 1;
    else high = middle;
  }
  if (low === list.length) return undefined;
  const { file, start: at } = placeOf(list[low]);
  return file === path && at === start ? list[low] : undefined;
}
