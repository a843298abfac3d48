import { organizingInSteps, refactorings } from '../../../language/refactor/index.js';
import type { Span } from '../../../language/text/span.js';
import { finished } from '../../../language/text/steps.js';
import { testFixtures } from '../../support/fixtures.js';
import { applyEdits, showFiles } from '../../support/ide.js';

const at = (offset: number): Span => ({ start: offset, end: offset });

testFixtures('refactorings', ({ snapshot, path, offset, files, marks }, question) => {
  const selection = marks.length > 0 ? { start: marks[0].start, end: marks.at(-1)!.end } : at(offset);
  const offered = [
    ...refactorings(snapshot, path, selection),
    ...finished(organizingInSteps(snapshot, path)),
  ];
  if (question === '') return offered.map(({ kind, title }) => `${kind}: ${title}`).join('\n');
  const chosen = offered.find(({ title }) => title.startsWith(question));
  return chosen ? showFiles(applyEdits(files, chosen.edits)) : 'not offered';
});
