import assert from 'node:assert/strict';
import fc from 'fast-check';
import { picker } from '../../../language/checks/pick.js';
import type { Change } from '../../../language/text/change.js';
import { LineIndex } from '../../../language/text/lines.js';
import { listChanged, noteListChanged } from '../../../language/text/lists.js';
import { WordCounts } from '../../../language/text/wordcounts.js';

/** An edit: what is put in the place of so many characters, or members, from a place on. */
const anyEdit = <T>(part: fc.Arbitrary<T>): fc.Arbitrary<{ at: number; cut: number; put: T }> =>
  fc.record({ at: fc.nat(), cut: fc.nat(4), put: part });

const isChange = (before: string, after: string, { start, end, newEnd }: Change): boolean =>
  before.slice(0, start) === after.slice(0, start) &&
  before.slice(end) === after.slice(newEnd) &&
  start <= end &&
  start <= newEnd;

describe('the edits between two states of a text', () => {
  it('are known as one change, which holds all that differs', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r'), maxLength: 3 });
    fc.assert(
      fc.property(piece, fc.array(anyEdit(piece), { minLength: 1, maxLength: 8 }), (text, edits) => {
        const states = [{ text, lines: new LineIndex(text) }];
        for (const { at, cut, put } of edits) {
          const last = states.at(-1)!;
          const start = at % (last.text.length + 1);
          const end = Math.min(last.text.length, start + cut);
          const next = last.text.slice(0, start) + put + last.text.slice(end);
          states.push({ text: next, lines: last.lines.edited(next, start, end, put.length - (end - start)) });
        }
        for (const [i, before] of states.entries()) {
          for (const after of states.slice(i + 1))
            assert.ok(isChange(before.text, after.text, after.lines.changeSince(before.lines)!));
        }
        assert.equal(states[0].lines.changeSince(states[1].lines), undefined);
        assert.equal(states[1].lines.changeSince(new LineIndex(text)), undefined);
      }),
    );
  });

  it('is no more than the two differ in, where the same was written anew', () => {
    const text = 'allow a to b\nallow c to d\n';
    const lines = new LineIndex(text).edited(text.replace('c', 'x'), 0, text.length, 0);
    const before = new LineIndex(text);
    const after = before.edited(text.replace('c', 'x'), 0, text.length, 0);
    assert.equal(lines.changeSince(before), undefined);
    assert.deepEqual(after.changeSince(before), { start: 19, end: 20, newEnd: 20 });
  });
});

describe('what is found in a list again after edits', () => {
  it('is what is found in it from scratch, and no other member is looked at', () => {
    const member = fc.record({ isWanted: fc.boolean() });
    const members = fc.array(member, { maxLength: 3 });
    fc.assert(
      fc.property(members, fc.array(anyEdit(members), { maxLength: 8 }), (given, edits) => {
        let looks = 0;
        const pick = picker(({ isWanted }: { isWanted: boolean }) => {
          looks++;
          return isWanted;
        });
        const first = { isWanted: true };
        let list = [first, ...given];
        pick(list);
        for (const { at, cut, put } of edits) {
          const start = 1 + (at % list.length);
          const next = [...list.slice(0, start), ...put, ...list.slice(start + cut)];
          const within = { start: 1, end: next.length, moved: next.length - list.length };
          if (at % 2 === 0) noteListChanged(list, next, within);
          const { start: from, end, moved } = listChanged(list, next);
          assert.deepEqual(
            [...list.slice(0, from), ...next.slice(from, end), ...list.slice(end - moved)],
            next,
          );
          looks = 0;
          assert.deepEqual(
            pick(next),
            next.flatMap(({ isWanted }, i) => (isWanted ? [i] : [])),
          );
          assert.ok(looks <= put.length);
          list = next;
        }
      }),
    );
  });
});

describe('words that are counted', () => {
  it('tell which of them have come to occur since a moment, or occur no more', () => {
    const counts = new WordCounts();
    counts.addWord('a', 2);
    const moment = counts.moment;
    assert.deepEqual(counts.turnedSince(moment), []);
    counts.addWord('a', -1);
    counts.addWord('b', 1);
    counts.addWord('b', 1);
    counts.addWord('a', -1);
    assert.deepEqual(counts.turnedSince(moment), ['b', 'a']);
    for (let i = 0; i < 1_000; i++) counts.addWord(`w${i}`, 1);
    assert.equal(counts.turnedSince(moment), undefined);
    assert.deepEqual(counts.turnedSince(counts.moment), []);
  });
});
