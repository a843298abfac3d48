import type { SourceFile } from '../names/declarations.js';
import type { Expectation, Never, Policy, Rule } from '../policy/model.js';
import type { Place } from '../text/span.js';

/** The resolved rule of an item; `undefined` where it is none, or is in error. */
export function ruleOf(policy: Policy, file: SourceFile, item: number): Rule | undefined {
  const start = file.tree.starts[item];
  const found = atPlace(policy.rules, file.path, start);
  if (found) return found;
  for (const { rules } of policy.rulesets) {
    const rule = atPlace(rules, file.path, start);
    if (rule) return rule;
  }
  return undefined;
}

/** The resolved intent of an item. */
export const neverOf = (policy: Policy, file: SourceFile, item: number): Never | undefined =>
  atPlace(policy.nevers, file.path, file.tree.starts[item]);

/** The resolved expectation of an item. */
export const expectationOf = (policy: Policy, file: SourceFile, item: number): Expectation | undefined =>
  atPlace(policy.expectations, file.path, file.tree.starts[item]);

/** What begins at an offset of a file, of a list that is by place. */
function atPlace<T extends { readonly place: Place }>(
  list: readonly T[],
  path: string,
  start: number,
): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { file, start: at } = list[middle].place;
    if (file < path || (file === path && at < start)) low = middle + 1;
    else high = middle;
  }
  const found = list[low];
  return found?.place.file === path && found.place.start === start ? found : undefined;
}
