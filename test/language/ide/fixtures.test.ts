import * as ide from '../../../language/ide/index.js';
import { testFixtures } from '../../support/fixtures.js';
import { applyEdits, showFiles, takeCompletion } from '../../support/ide.js';
import { showMark, type Fixture } from '../../support/markers.js';

/** Something of a file as one line: `policy.zoneflow:1 «shop» label`. */
const line = (
  fixture: Fixture,
  place: { readonly start: number; readonly end: number; readonly file?: string },
  label = '',
): string =>
  showMark(fixture, { path: place.file ?? fixture.path, start: place.start, end: place.end, label });

/** What is offered is shown up to here. */
const mostShown = 12;

testFixtures('completion', ({ snapshot, path, offset, files }, question) => {
  const { items } = ide.complete(snapshot, path, offset);
  if (question !== '') {
    const marked = `${files[path].slice(0, offset)}$0${files[path].slice(offset)}`;
    return takeCompletion(marked, question).trimEnd();
  }
  const shown = items
    .slice(0, mostShown)
    .map(({ kind, label, detail }) => `${kind} ${label}${detail ? ` (${detail})` : ''}`);
  return [...shown, ...(items.length > mostShown ? [`and ${items.length - mostShown} more`] : [])].join('\n');
});

testFixtures('signature', ({ snapshot, path, offset }) => {
  const found = ide.signatureAt(snapshot, path, offset);
  if (found === undefined) return 'none';
  const { span, markdown } = found.parts[found.active];
  return `${found.label.slice(0, span.start)}»${found.label.slice(span.start, span.end)}«${found.label.slice(span.end)}\n${markdown}`;
});

testFixtures('hover', (fixture) => {
  const found = ide.hover(fixture.snapshot, fixture.path, fixture.offset);
  return found ? `${line(fixture, found.span)}\n${found.markdown}` : 'nothing';
});

testFixtures('names', (fixture, question) => {
  const { snapshot, path, offset, files } = fixture;
  switch (question) {
    case 'definition':
      return (ide.definition(snapshot, path, offset)?.targets ?? [])
        .map(({ namePlace }) => line(fixture, namePlace))
        .join('\n');
    case 'references':
      return ide
        .references(snapshot, path, offset)
        .map(({ place, role }) => line(fixture, place, role))
        .join('\n');
    case 'highlight':
      return ide
        .highlights(snapshot, path, offset)
        .map(({ place, role }) => line(fixture, place, role))
        .join('\n');
    default: {
      const edits = ide.rename(snapshot, path, offset, question.replace('rename to ', ''));
      return 'refusal' in edits ? `refused: ${edits.refusal}` : showFiles(applyEdits(files, edits));
    }
  }
});

testFixtures('structure', (fixture, question) => {
  const { snapshot, path, offset, files } = fixture;
  const show = (symbols: readonly ide.DocumentSymbol[], indent: string): string[] =>
    symbols.flatMap(({ kind, name, detail, children }) => [
      `${indent}${kind} ${name}${detail ? ` (${detail})` : ''}`,
      ...show(children, `${indent}  `),
    ]);
  switch (question) {
    case 'symbols':
      return show(ide.documentSymbols(snapshot, path), '').join('\n');
    case 'folds':
      return ide
        .folds(snapshot, path)
        .map(({ kind, startLine, endLine }) => `${startLine + 1}-${endLine + 1} ${kind}`)
        .join('\n');
    case 'selection':
      return ide
        .selectionRanges(snapshot, path, offset)
        .map(({ start, end }) => files[path].slice(start, end).replace(/\s+/g, ' '))
        .join('\n');
    case 'tokens':
      return ide
        .semanticTokens(snapshot, path)
        .map(({ span, type, modifiers }) => line(fixture, span, [type, ...modifiers].join(' ')))
        .join('\n');
    case 'links':
      return ide
        .documentLinks(snapshot, path)
        .map(({ span, url }) => line(fixture, span, url))
        .join('\n');
    default:
      return ide
        .policySymbols(snapshot, question.replace('symbols like ', ''))
        .map(({ kind, name }) => `${kind} ${name}`)
        .join('\n');
  }
});

testFixtures('flows', (fixture, question) => {
  const { snapshot, path, offset, files } = fixture;
  const calls = (of: readonly ide.Call[]): string =>
    of
      .map(
        ({ item, rules }) =>
          `${item.id} (${item.detail}): ${rules.map((rule) => line(fixture, rule)).join('; ')}`,
      )
      .join('\n');
  switch (question) {
    case 'lenses':
      return ide
        .lenses(snapshot, path)
        .map(({ name, span }) => line(fixture, span, ide.lensText(snapshot, name)?.title))
        .join('\n');
    case 'hints':
      return ide
        .inlayHints(snapshot, path, { start: 0, end: files[path].length })
        .map((hint) => line(fixture, { start: Math.max(0, hint.offset - 12), end: hint.offset }, hint.label))
        .join('\n');
    case 'who may reach it':
      return calls(ide.incomingCalls(snapshot, ide.callItemAt(snapshot, path, offset)?.id ?? ''));
    default:
      return calls(ide.outgoingCalls(snapshot, ide.callItemAt(snapshot, path, offset)?.id ?? '', path));
  }
});
