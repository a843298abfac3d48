import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatRange } from '../../../language/format/range.js';
import { formatTyped } from '../../../language/format/typed.js';
import * as ide from '../../../language/ide/index.js';
import { organizingInSteps, refactorings } from '../../../language/refactor/index.js';
import { reservedWords } from '../../../language/syntax/tokens.js';
import { PolicyProject, type Snapshot } from '../../../language/workspace.js';
import { finished } from '../../../language/text/steps.js';
import { applyEdits } from '../../support/ide.js';
import { dateOfTests, openPolicy, readSample, samplePolicies } from '../../support/policies.js';

const texts = Object.values(samplePolicies())
  .flat()
  .flatMap((name) => Object.entries(readSample(name)).filter(([path]) => path.endsWith('.zoneflow')))
  .map(([, text]) => text);

/** Pieces that upset a reader most. */
const pieces = [
  ...reservedWords,
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    '=',
    ':',
    '|',
    '/',
    '-',
    '.',
    '"',
    '//',
    '/*',
    '*/',
    '\n',
    '\r\n',
    ' ',
    '\u0000',
    '\uFEFF',
    'é',
    '😀',
  ],
  ...[
    'shop',
    'shop.web',
    'tcp/443',
    '10.0.0.0/8',
    'fd00::',
    '2027-01-01',
    '// zoneflow-ignore ',
    'owner',
    'labels = {',
    'env: ',
  ],
];

/** A sample with some of its text taken out, doubled or spoilt, and a place in it. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.array(fc.constantFrom(...pieces), { maxLength: 4 })), {
      maxLength: 6,
    }),
    fc.nat(),
  )
  .map(([text, edits, place]) => {
    let result = text;
    for (const [at, length, added] of edits) {
      const start = at % (result.length + 1);
      result = result.slice(0, start) + added.join(at % 2 ? ' ' : '') + result.slice(start + length);
    }
    return { text: result, offset: place % (result.length + 1) };
  });

const path = 'edit.zoneflow';

/** Asks everything about one place; answers are looked at for what must always hold. */
function askAll(snapshot: Snapshot, text: string, offset: number): void {
  for (const { replace, data } of ide.complete(snapshot, path, offset).items.slice(0, 40)) {
    assert.ok(replace.start <= offset && offset <= replace.end);
    if (data !== undefined) ide.completionDocumentation(snapshot, data);
  }
  const hover = ide.hover(snapshot, path, offset);
  if (hover) assert.ok(hover.span.start <= offset && offset <= hover.span.end);
  ide.definition(snapshot, path, offset);
  const own = ide.references(snapshot, path, offset).filter(({ place }) => place.file === path);
  assert.deepEqual(ide.highlights(snapshot, path, offset), own);
  const target = ide.prepareRename(snapshot, path, offset);
  const edits = ide.rename(snapshot, path, offset, 'new-name');
  if (target && 'span' in target && !('refusal' in edits)) {
    assert.ok(edits.some(({ place }) => place.file === path && place.start === target.span.start));
    for (const { place } of edits) assert.equal(text.slice(place.start, place.end), target.text);
  }
  ide.documentSymbols(snapshot, path);
  ide.policySymbols(snapshot, text.slice(offset, offset + 3));
  let last = 0;
  for (const { span } of ide.semanticTokens(snapshot, path)) {
    assert.ok(last <= span.start && span.start < span.end && span.end <= text.length);
    last = span.end;
  }
  ide.folds(snapshot, path);
  const signature = ide.signatureAt(snapshot, path, offset);
  if (signature) assert.ok(signature.parts[signature.active].span.end <= signature.label.length);
  ide.selectionRanges(snapshot, path, offset);
}

/** Asks what an editor asks about a piece of text, here all up to a place. */
function askAround(snapshot: Snapshot, text: string, offset: number): void {
  const range = { start: 0, end: offset };
  const item = ide.callItemAt(snapshot, path, offset);
  for (const id of [item?.id ?? 'nobody', '*']) {
    ide.incomingCalls(snapshot, id);
    ide.outgoingCalls(snapshot, id, path);
  }
  for (const { name } of ide.lenses(snapshot, path)) ide.lensText(snapshot, name);
  for (const hint of ide.inlayHints(snapshot, path, range)) assert.ok(hint.offset <= offset);
  for (const { span, url } of ide.documentLinks(snapshot, path))
    assert.equal(text.slice(span.start, span.end), url);
  const { tree, lines } = snapshot.file(path)!;
  const typed = ['}', '\n'].flatMap((character) => formatTyped(text, tree, lines, offset, character));
  for (const { start, end, newText } of [...formatRange(text, tree, range), ...typed]) {
    assert.ok(start <= end && end <= offset);
    assert.match(text.slice(start, end) + newText, /^[\s,\uFEFF]*$/);
  }
}

describe('editor features', () => {
  it('answer for spoilt policies', () => {
    fc.assert(
      fc.property(spoilt, ({ text, offset }) => askAll(openPolicy({ [path]: text }), text, offset)),
      { numRuns: 250 },
    );
  });

  it('answer about flows, hints, links and layout for spoilt policies', () => {
    fc.assert(
      fc.property(spoilt, ({ text, offset }) => askAround(openPolicy({ [path]: text }), text, offset)),
      { numRuns: 150 },
    );
  });

  it('offer refactorings that make no mistakes in spoilt policies', () => {
    const mistakes = (policy: Snapshot): number =>
      policy.findings().filter(({ code }) => code === 'syntax-error').length;
    fc.assert(
      fc.property(spoilt, ({ text, offset }) => {
        const snapshot = openPolicy({ [path]: text });
        const span = { start: offset, end: offset };
        for (const { title, edits } of [
          ...refactorings(snapshot, path, span),
          ...finished(organizingInSteps(snapshot, path)),
        ]) {
          const after = openPolicy(applyEdits({ [path]: text }, edits));
          assert.ok(mistakes(after) <= mistakes(snapshot), `${title}\n${text}\n→\n${after.files[0].text}`);
        }
      }),
      { numRuns: 100 },
    );
  }).timeout(120_000);

  it('offer fixes for every finding of spoilt policies', () => {
    fc.assert(
      fc.property(spoilt, ({ text }) => {
        const snapshot = openPolicy({ [path]: text });
        for (const finding of snapshot.findings()) {
          for (const { edits } of ide.quickFixes(snapshot, finding)) {
            for (const { place } of edits) assert.ok(place.start <= place.end && place.end <= text.length);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  for (const [what, text] of [
    ['10,000 nested brackets', `allow ${'['.repeat(10_000)}`],
    ['10,000 nested braces', `zone a {${' zone b {'.repeat(10_000)}`],
    ['10,000 nested label maps', `allow ${'{ a: '.repeat(10_000)}`],
    ['10,000 closing braces', '}'.repeat(10_000)],
    ['a name of 10,000 parts', `group g = ${Array(10_000).fill('a').join('.')}`],
    ['10,000 pieces of a list', `group g = [${'a, '.repeat(10_000)}`],
  ] as const) {
    it(`answer for ${what}`, () => askAll(openPolicy({ [path]: text }), text, text.length));
  }

  it('answer for a file that is not there, and past the end of one that is', () => {
    const snapshot = new PolicyProject(dateOfTests).snapshot();
    askAll(snapshot, '', 0);
    assert.deepEqual(ide.complete(openPolicy({ [path]: 'zone a' }), path, 6).items, []);
  });
});
