import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineIndex } from '../../language/text/lines.js';
import { toPosition, toRange } from '../../server/convert/positions.js';
import { findRootFolder, listPolicyFiles } from '../../server/disk/discover.js';
import { difference } from '../../language/format/difference.js';
import { globbed } from '../../server/globs.js';
import { includes } from '../../server/include.js';
import { noFiles } from '../../server/disk/no-files.js';
import { OpenDocuments } from '../../server/documents.js';
import { Schedule } from '../../server/schedule.js';
import { takeSteps } from '../../server/steps.js';
import { ChannelWriter, type Channel } from '../../server/channel.js';
import { Traffic } from '../../server/traffic.js';
import { TestFolder } from '../support/folder.js';

const tricky = fc.stringMatching(/^[ab\n\r😀𝒲é]*$/u);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const scheduleOf = (
  work: (isOutdated: () => boolean) => Promise<void>,
  glance: (isOutdated: () => boolean) => Promise<void> = async () => undefined,
  quietMs = (): number => Infinity,
): Schedule => new Schedule({ glance, work, restMs: () => 5, quietMs, breathe: turn });

describe('server: its parts', () => {
  it('positions are those of the library that clients use', () => {
    fc.assert(
      fc.property(tricky, fc.nat(40), (text, offset) => {
        const at = Math.min(offset, text.length);
        assert.deepEqual(
          toPosition(new LineIndex(text), at).line,
          TextDocument.create('', '', 0, text).positionAt(at).line,
        );
      }),
    );
  });

  it('the difference of two texts turns one into the other, in an editor too', () => {
    fc.assert(
      fc.property(tricky, tricky, (before, after) => {
        const { start, end, newText } = difference(before, after);
        assert.equal(before.slice(0, start) + newText + before.slice(end), after);
        const range = toRange(new LineIndex(before), { start, end });
        const document = TextDocument.create('', '', 0, before);
        assert.equal(TextDocument.applyEdits(document, [{ range, newText }]), after);
      }),
    );
  });

  it('an open document changes as the library’s does that clients use, and its lines with it', () => {
    const position = fc.record({ line: fc.integer({ min: -1, max: 6 }), character: fc.nat(12) });
    const change = fc.oneof(
      fc.record({ text: tricky }),
      fc.record({ range: fc.record({ start: position, end: position }), text: tricky }),
    );
    fc.assert(
      fc.property(tricky, fc.array(change, { maxLength: 6 }), (text, changes) => {
        // One by one: a range behind the end leaves the library with lines that are wrong for the next change.
        const expected = changes.reduce(
          (now, change) => TextDocument.update(TextDocument.create('', '', 0, now), [change], 1).getText(),
          text,
        );
        const documents = new OpenDocuments();
        documents.open('untitled:a', 0, text);
        documents.change('untitled:a', 7, changes);
        const document = documents.get('untitled:a')!;
        assert.deepEqual([document.text, document.version], [expected, 7]);
        assert.deepEqual(document.lines, new LineIndex(document.text));
      }),
    );
  });

  it('include: globs of the usual sort, and none that hangs or throws', async () => {
    assert.ok((await includes(['**/*.zoneflow']))('a/b.zoneflow'));
    assert.ok((await includes(['./a/*.zoneflow']))('a/b.zoneflow'));
    assert.ok(!(await includes(['**/*.zoneflow']))('.git/b.zoneflow'));
    assert.ok(!(await includes([]))('b.zoneflow'));
    for (const odd of ['', '[', '(((', '{a,', '!', '\\', '**'.repeat(500), 'x'.repeat(100_000)]) {
      assert.equal(typeof (await includes([odd]))('a.zoneflow'), 'boolean');
    }
  });

  it('include: the usual glob takes what any reader of globs takes for it', async () => {
    const include = ['**/*.zoneflow'];
    const [usual, globs] = [await includes(include), globbed(include)];
    const part = fc.constantFrom('a', '.', '/', '.zoneflow', 'zoneflow', '*', ' ', '..', 'é', '.json');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
        // As those that are asked about: relative, without empty parts.
        const path = parts.join('').split('/').filter(Boolean).join('/');
        assert.equal(usual(path), globs(path), path);
      }),
      { numRuns: 2_000 },
    );
  });

  it('work in steps lets others in, again and again, until it is given up', async () => {
    let turns = 0;
    const host = { ...noFiles, breathe: async () => void turns++ };
    function* endless(): Generator<void, string> {
      for (;;) yield;
    }
    assert.equal(await takeSteps(host, endless(), () => turns >= 3), undefined);
    assert.equal(turns, 3);
  });

  it('a schedule runs once for many requests, and never while something is held', async () => {
    let runs = 0;
    const schedule = scheduleOf(async () => void runs++);
    for (let i = 0; i < 10; i++) schedule.request('now');
    await schedule.settled();
    assert.equal(runs, 1);
    await schedule.hold(async () => {
      schedule.request('now');
      for (let i = 0; i < 20; i++) await turn();
      assert.equal(runs, 1);
    });
    await schedule.settled();
    assert.equal(runs, 2);
  });

  it('a task that has become out of date is told so, and runs again', async () => {
    const outdated: boolean[] = [];
    const schedule = scheduleOf(async (isOutdated) => {
      if (outdated.length === 0) schedule.request('now');
      await turn();
      outdated.push(isOutdated());
    });
    schedule.request('now');
    await schedule.settled();
    assert.deepEqual(outdated, [true, false]);
  });

  it('a schedule glances once at the newest state: when somebody waits for that, or before the work', async () => {
    const log: string[] = [];
    const schedule = scheduleOf(
      async () => void log.push('work'),
      async () => void log.push('glance'),
    );
    schedule.request('rested');
    schedule.request('rested');
    assert.deepEqual(log, []);
    await Promise.all([schedule.glanced(), schedule.glanced()]);
    assert.deepEqual(log, ['glance']);
    await schedule.settled();
    assert.deepEqual(log.splice(0), ['glance', 'work']);
    schedule.request('now');
    await schedule.settled();
    assert.deepEqual(log, ['glance', 'work']);
  });

  it('a glance that an edit overtakes is given up, and who waits for it gets the newest state', async () => {
    const given: boolean[] = [];
    const schedule: Schedule = scheduleOf(
      async () => undefined,
      async (isOutdated) => {
        if (given.length === 0) schedule.request('rested');
        await turn();
        given.push(isOutdated());
      },
    );
    schedule.request('rested');
    await schedule.glanced();
    assert.deepEqual(given, [true, false]);
    await schedule.settled();
    assert.deepEqual(given, [true, false]);
  });

  it('a schedule begins nothing while questions come in, but puts it off only for so long', async () => {
    const log: string[] = [];
    let quiet = 0;
    const schedule = scheduleOf(
      async () => void log.push('work'),
      async () => void log.push('glance'),
      () => quiet,
    );
    schedule.request('rested');
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(log.splice(0), []);
    quiet = Infinity;
    await schedule.settled();
    assert.deepEqual(log.splice(0), ['glance', 'work']);
    quiet = 0;
    schedule.request('rested');
    await schedule.settled();
    assert.deepEqual(log, ['glance', 'work']);
  });

  it('work lets in what is asked until it has been answered', async () => {
    let turns = 0;
    const traffic: Traffic = new Traffic(async () => {
      if (++turns === 2 || turns === 5) traffic.noted();
    });
    await traffic.breathe();
    assert.equal(turns, 9);
    await traffic.breathe();
    assert.equal(turns, 12);
  });

  it('work lets a long answer out before it goes on, unless the client takes nothing', async () => {
    let turns = 0;
    let left = 10;
    const turn = async (): Promise<void> => {
      turns++;
      left--;
      await new Promise((resolve) => setImmediate(resolve));
    };
    await new Traffic(turn, () => left > 0).breathe();
    assert.ok(turns >= 10, `${turns} turns`);
    await new Traffic(turn, () => true).breathe();
  });

  it('what goes to the parent process is on its way until that has taken it, and an error is told', async () => {
    const taken: ((error: Error | null) => void)[] = [];
    const errors: string[] = [];
    const send = (
      _message: unknown,
      _handle: unknown,
      _options: unknown,
      done: (typeof taken)[0],
    ): boolean => {
      taken.push(done);
      return true;
    };
    const writer = new ChannelWriter({ on: () => process, send } as unknown as Channel);
    writer.onError(([error]) => errors.push(error.message));
    const sent = [1, 2].map(() => writer.write({ jsonrpc: '2.0' }));
    await Promise.resolve();
    assert.equal(writer.isSending, true);
    taken[0](null);
    assert.equal(writer.isSending, true);
    taken[1](new Error('gone'));
    assert.equal(writer.isSending, false);
    assert.deepEqual(errors, ['gone']);
    await Promise.all(sent);
  });

  it('a schedule that is disposed of runs no more and lets nobody wait', async () => {
    let runs = 0;
    const schedule = scheduleOf(async () => void runs++);
    schedule.request('now');
    const waiting = schedule.settled();
    schedule.dispose();
    await waiting;
    schedule.request('now');
    await schedule.settled();
    assert.equal(runs, 0);
  });
});

describe('server: the files of a policy', () => {
  let folder: TestFolder;
  beforeEach(() => (folder = new TestFolder()));
  afterEach(() => folder.dispose());
  const list = async (deep: boolean, include = ['**/*.zoneflow']): Promise<readonly string[]> =>
    (await listPolicyFiles(folder.path, include, deep)).files;
  const link = (target: string, name: string): void =>
    symlinkSync(path.join(folder.path, target), path.join(folder.path, name));

  it('all below the root up to the next one, sorted by code unit', async () => {
    for (const name of [
      'b.zoneflow',
      'B.zoneflow',
      'a/c.zoneflow',
      'a/d.txt',
      'n/zoneflow.json',
      'n/e.zoneflow',
      'n/x/f.zoneflow',
    ]) {
      folder.write(name, '');
    }
    assert.deepEqual(await list(true), ['B.zoneflow', 'a/c.zoneflow', 'b.zoneflow']);
    assert.deepEqual(await list(false), ['B.zoneflow', 'b.zoneflow']);
    assert.equal(await findRootFolder(path.join(folder.path, 'n/x')), path.join(folder.path, 'n'));
  });

  it('a link to a file of the policy does not make it two; one to a file that is not in it by itself does join', async () => {
    folder.write('in/a.zoneflow', '');
    folder.write('out/b.zoneflow', '');
    link('in/a.zoneflow', 'in/again.zoneflow');
    link('out/b.zoneflow', 'in/b.zoneflow');
    link('out', 'in/folder');
    assert.deepEqual(await list(true, ['in/**']), ['in/a.zoneflow', 'in/b.zoneflow']);
  });

  it('many links between folders are walked in no time', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `d${i}`);
    for (const name of names) folder.write(`${name}/x.zoneflow`, '');
    for (const from of names) for (const to of names) link(to, `${from}/to-${to}`);
    assert.deepEqual(await list(true), names.map((name) => `${name}/x.zoneflow`).sort());
  });

  it('nothing where there is no folder', async () => {
    assert.deepEqual(await listPolicyFiles(path.join(folder.path, 'none'), ['**'], true), {
      files: [],
      problems: [],
    });
  });
});
