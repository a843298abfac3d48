import { addDays } from '../../checks/housekeeping.js';
import type { Fix, TextEdit } from '../../findings.js';
import type { SourceFile } from '../../names/declarations.js';
import type { RuleItem } from '../../syntax/tree.js';
import type { Snapshot } from '../../workspace.js';
import { deletionOf } from '../../fixes/deletion.js';
import { fix, indentAt, insert, isFirstOnLine, lineBreak, replace } from '../../fixes/edits.js';

/** Teams offered as owners, those in order of declaration. */
const mostTeams = 5;
/** Days that a renewed rule gets. */
const renewed = 90;

/** A rule and where it stands. */
interface PlacedRule {
  readonly file: SourceFile;
  readonly item: number;
  readonly node: RuleItem;
}

function ruleAt(file: SourceFile, item: number): PlacedRule | undefined {
  const node = file.tree.items[item];
  return node?.kind === 'rule' ? { file, item, node } : undefined;
}

/** One fix for each team that could own the rule. */
export function addOwner(snapshot: Snapshot, file: SourceFile, item: number): Fix[] {
  const rule = ruleAt(file, item);
  if (rule === undefined) return [];
  const teams = snapshot.resolved.policy.teams.slice(0, mostTeams);
  return teams.map((team) => fix(`Add \`owner = ${team}\``, addProperty(rule, `owner = ${team}`)));
}

export function addPurpose(file: SourceFile, item: number): Fix[] {
  const rule = ruleAt(file, item);
  if (rule === undefined) return [];
  const text = 'say what it is for';
  const edit = addProperty(rule, `purpose = "${text}"`);
  const start = edit.newText.indexOf(text);
  const focus = { edit: 0, start, end: start + text.length, rename: false };
  return [{ ...fix('Add a purpose', edit), focus }];
}

/** What describes no connection can go: no verdict, intent or test asks for it. */
export function deleteEmpty(file: SourceFile, item: number): Fix[] {
  const node = file.tree.items[item];
  if (node.kind !== 'rule' && node.kind !== 'never' && node.kind !== 'expect') return [];
  const what = { rule: 'rule', never: 'intent', expect: 'expectation' }[node.kind];
  return [fix(`Delete this ${what}, which describes no connection`, ...deletionOf(file, new Set([item])))];
}

/** Renews a rule that ends or has ended, or deletes it. */
export function mendExpiry(snapshot: Snapshot, file: SourceFile, item: number): Fix[] {
  const rule = ruleAt(file, item);
  const property = rule?.node.properties.find(({ key }) => key.text === 'expires');
  if (rule === undefined || property === undefined) return [];
  const date = addDays(snapshot.asOf, renewed);
  const start = file.tree.starts[item];
  const value = { start: start + property.value.span.start, end: start + property.value.span.end };
  return [
    fix(`Renew until ${date}`, replace(file, value, date)),
    fix('Delete the rule', ...deletionOf(file, new Set([item]))),
  ];
}

/** Adds a property after the others, in the way in which they are laid out. */
function addProperty({ file, item, node }: PlacedRule, text: string): TextEdit {
  const start = file.tree.starts[item];
  const last = node.properties.at(-1);
  if (last) {
    const at = start + last.span.end;
    const own = start + last.span.start;
    const separator = isFirstOnLine(file, own) ? lineBreak(file) + indentAt(file, own) : ', ';
    return insert(file, at, separator + text);
  }
  const rest = file.text.slice(start + node.body.end, start + node.length);
  const brace = rest.indexOf('{');
  if (brace >= 0 && rest.slice(0, brace).trim() === '')
    return insert(file, start + node.body.end + brace + 1, ` ${text}`);
  return insert(file, start + node.length, ` { ${text} }`);
}
