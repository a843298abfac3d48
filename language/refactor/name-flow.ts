import type { SourceFile } from '../names/declarations.js';
import type { RuleItem } from '../syntax/tree.js';
import type { Snapshot } from '../workspace.js';
import { insert } from '../fixes/edits.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { unusedName, wordFor } from '../ide/unused-name.js';

/** Gives a rule a name that stays when it moves or changes; one made of its words, for its author to better. */
export function nameFlow(snapshot: Snapshot, file: SourceFile, item: number): Refactoring[] {
  const node = file.tree.items[item];
  if (node.kind !== 'rule' || node.flow !== undefined || node.problems.length > 0) return [];
  const name = unusedName(snapshot, 'flow', wishFor(node));
  const newText = `flow ${name}: `;
  return [
    {
      title: `Name this flow \`${name}\``,
      kind: refactoringKinds.rewrite,
      edits: [insert(file, file.tree.starts[item], newText)],
      focus: { edit: 0, start: 5, end: 5 + name.length, rename: true },
    },
  ];
}

function wishFor({ action, source, destination, services }: RuleItem): string {
  const words = [wordFor(source), 'to', wordFor(destination)];
  if (services && services.kind !== 'any') words.push(wordFor(services));
  return (action === 'allow' ? words : [action, ...words]).join('-');
}
