import { sameRule } from '../analysis/lineage.js';
import type { TextEdit } from '../findings.js';
import type { Rule, Traffic } from '../policy/model.js';
import { resolve, type Resolved } from '../policy/resolve.js';
import { changeFile, type Snapshot } from '../workspace.js';
import type { FixSubject } from './subject.js';

/** The policy that the text would say after edits, read anew; the snapshot stays as it is. */
function readEdited(snapshot: Snapshot, edits: readonly TextEdit[]): Resolved {
  const files = snapshot.files.map((file) => {
    const own = edits.filter(({ place }) => place.file === file.path);
    if (own.length === 0) return file;
    let { text } = file;
    for (const { place, newText } of own.sort((a, b) => b.place.start - a.place.start))
      text = text.slice(0, place.start) + newText + text.slice(place.end);
    return changeFile(file, text);
  });
  return resolve(files, snapshot.asOf, snapshot.resolved);
}

/**
 * What a rule says after edits of its text, `undefined` where they would make mistakes or change what any other rule
 * says.
 */
export function rewritten({ snapshot, rule }: FixSubject, edits: readonly TextEdit[]): Rule | undefined {
  const after = readEdited(snapshot, edits);
  const before = listsOf(snapshot.resolved);
  const lists = listsOf(after);
  let found: Rule | undefined;
  const isSame = before.every((rules, list) => {
    if (lists[list]?.length !== rules.length) return false;
    return rules.every((one, i) => {
      if (one === rule) found = lists[list][i];
      return one === rule || sameRule(one, lists[list][i]);
    });
  });
  return isSame && !addsMistakes(snapshot, after) ? found : undefined;
}

/** The rules that edits add, `undefined` where they would make mistakes or change what any rule of the tiers says. */
export function addedRules(snapshot: Snapshot, edits: readonly TextEdit[]): Rule[] | undefined {
  const after = readEdited(snapshot, edits);
  const before = snapshot.resolved.policy.rules;
  let at = 0;
  const added = after.policy.rules.filter((rule) => {
    const isOld = at < before.length && sameRule(before[at], rule);
    if (isOld) at++;
    return !isOld;
  });
  return at < before.length || addsMistakes(snapshot, after) ? undefined : added;
}

/** Whether a rule says just this. */
export function says(
  rule: Rule,
  { source, destination, services, identities, conditions }: Traffic,
): boolean {
  return sameRule(rule, { ...rule, source, destination, services, identities, conditions });
}

const listsOf = ({ policy }: Resolved): (readonly Rule[])[] => [
  policy.rules,
  ...policy.rulesets.map(({ rules }) => rules),
];

function addsMistakes(snapshot: Snapshot, after: Resolved): boolean {
  return after.findings.length > snapshot.resolved.findings.length;
}
