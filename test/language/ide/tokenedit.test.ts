import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenEdits } from '../../../language/ide/index.js';

/** Encoded tokens out of few numbers, so that two lists have much in common. */
const tokens = fc.array(fc.tuple(...Array.from({ length: 5 }, () => fc.nat(1)))).map((list) => list.flat());

describe('edits of semantic tokens', () => {
  it('turn the tokens before into those after, whole token by whole token', () => {
    fc.assert(
      fc.property(tokens, tokens, (before, after) => {
        const result = [...before];
        for (const { start, deleteCount, data } of tokenEdits(before, after)) {
          assert.deepEqual([start % 5, deleteCount % 5, data.length % 5], [0, 0, 0]);
          result.splice(start, deleteCount, ...data);
        }
        assert.deepEqual(result, after);
      }),
    );
  });

  it('are none where nothing has changed', () =>
    assert.deepEqual(tokenEdits([1, 0, 3, 0, 0], [1, 0, 3, 0, 0]), []));

  it('hold only what an inserted token changes', () => {
    const before = [0, 0, 4, 1, 0, 1, 0, 4, 1, 0, 1, 0, 4, 1, 0];
    const after = [0, 0, 4, 1, 0, 0, 5, 3, 2, 0, 1, 0, 4, 1, 0, 1, 0, 4, 1, 0];
    assert.deepEqual(tokenEdits(before, after), [{ start: 5, deleteCount: 0, data: [0, 5, 3, 2, 0] }]);
  });
});
