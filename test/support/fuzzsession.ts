import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  FileChangeType,
  type CodeAction,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensEdit,
  type TextEdit,
} from 'vscode-languageserver';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { FuzzEditor, writable } from './fuzzeditor.js';
import { below, mutation, oneOf } from './mutate.js';
import { paramsOf, questions } from './questions.js';

/** Settings that leave out all files in folders. */
export const topOnly = '{ "include": ["*.zoneflow"] }';

/** Somebody who edits a policy of several files in all the ways there are, at random. */
export class FuzzSession extends FuzzEditor {
  /** Does something. */
  async act(): Promise<void> {
    const action = oneOf(this.random, [
      ...Array<() => Promise<void>>(14).fill(() => this.type()),
      ...Array<() => Promise<void>>(10).fill(() => this.ask()),
      () => this.undo(),
      () => this.undo(),
      () => this.format(),
      () => this.rename(),
      () => this.fix(),
      () => this.fix(),
      () => this.formatSome(),
      () => this.colour(),
      () => this.colour(),
      () => this.changeLineEnds(),
      () => this.save(),
      () => this.changeBehind(),
      () => this.moveFolder(),
      () => this.nest(),
      () => this.create(),
      () => this.remove(),
      () => this.move(),
      () => this.openOrClose(),
      () => this.configure(),
    ]);
    await action();
    // A policy outside of the client's folders is let go with its last open document.
    if (this.open.size === 0) await this.openFile(oneOf(this.random, this.policyNames));
  }

  private async type(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const document = TextDocument.create('', '', 1, this.files.get(name)!);
    const changes: TextDocumentContentChangeEvent[] = [];
    let now = document;
    for (let i = below(this.random, 3); i >= 0; i--) {
      const { offset, length, insert } = mutation(this.random, now.getText());
      const range = { start: now.positionAt(offset), end: now.positionAt(offset + length) };
      changes.push({ range, text: insert });
      now = TextDocument.update(now, [{ range, text: insert }], 1);
    }
    this.past.push([name, this.files.get(name)!]);
    this.files.set(name, now.getText());
    await this.client.change(this.uri(name), ...changes);
  }

  /** Puts a file back to what it was a while ago, so that texts do not end as rubble. */
  private async undo(): Promise<void> {
    const steps = 1 + below(this.random, 12);
    for (let i = 0; i < steps; i++) {
      const [name, text] = this.past.pop() ?? [];
      if (name !== undefined && this.open.has(name)) await this.replace(name, text!);
    }
  }

  private async ask(): Promise<void> {
    const name = this.openName() ?? this.policyNames[0];
    if (name === undefined) return;
    const text = this.files.get(name)!;
    const position = TextDocument.create('', '', 1, text).positionAt(below(this.random, text.length + 1));
    const question = oneOf(this.random, questions);
    const params = paramsOf(this.random, this.uri(name), position);
    const cancelled = new CancellationTokenSource();
    const asking = this.client.connection.sendRequest<unknown>(question, params, cancelled.token);
    this.asked.push(this.judged(question, asking, true));
    if (below(this.random, 4) === 0) cancelled.cancel();
    // Some answers are waited for, others come while the text is changed.
    if (below(this.random, 2) === 0) await this.answered();
  }

  private async format(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const params = { textDocument: { uri: this.uri(name) }, options: {} };
    const edits = await this.judged('formatting', this.client.request('textDocument/formatting', params));
    await this.apply({ changes: { [this.uri(name)]: (edits ?? []) as TextEdit[] } });
  }

  private async rename(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const text = this.files.get(name)!;
    const position = TextDocument.create('', '', 1, text).positionAt(below(this.random, text.length + 1));
    const params = { textDocument: { uri: this.uri(name) }, position, newName: `name${this.fresh++}` };
    const edit = await this.judged('rename', this.client.request('textDocument/rename', params));
    if (edit) await this.apply(edit);
  }

  /** Asks what may be done to some lines, or to the whole file, and does one of these things. */
  private async fix(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const first = below(this.random, 100);
    const range = {
      start: { line: first, character: below(this.random, 30) },
      end: { line: first + below(this.random, 100), character: 0 },
    };
    const only = oneOf(this.random, [undefined, ['quickfix'], ['refactor'], ['source']]);
    const params = { textDocument: { uri: this.uri(name) }, range, context: { diagnostics: [], only } };
    const asking = this.client.request('textDocument/codeAction', params);
    const actions = ((await this.judged('fix', asking)) ?? []) as CodeAction[];
    if (actions.length === 0) return;
    const action = oneOf(this.random, actions);
    const whole = action.edit
      ? action
      : await this.judged(action.title, this.client.request('codeAction/resolve', action));
    const edit = (whole as CodeAction | undefined)?.edit;
    if (edit) await this.apply(edit);
  }

  private async formatSome(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const document = TextDocument.create('', '', 1, this.files.get(name)!);
    const [start, end] = [0, 0]
      .map(() => below(this.random, document.getText().length + 1))
      .sort((a, b) => a - b)
      .map((offset) => document.positionAt(offset));
    const params = { textDocument: { uri: this.uri(name) }, options: {} };
    const asking =
      below(this.random, 2) === 0
        ? this.client.request('textDocument/rangeFormatting', { ...params, range: { start, end } })
        : this.client.request('textDocument/onTypeFormatting', {
            ...params,
            position: end,
            ch: oneOf(this.random, ['\n', '}']),
          });
    const edits = await this.judged('formatting of a part', asking);
    await this.apply({ changes: { [this.uri(name)]: (edits ?? []) as TextEdit[] } });
  }

  /** Follows the colours of a file from one answer to the next, as an editor does, and looks whether they are those of the text. */
  private async colour(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const textDocument = { uri: this.uri(name) };
    const known = this.colours.get(name);
    if (!this.isSettled && below(this.random, 2) === 0) {
      await this.judged('check', this.client.request('zoneflow/check', textDocument));
      this.isSettled = true;
    }
    const method = 'textDocument/semanticTokens/full';
    const asking = known
      ? this.client.request(`${method}/delta`, { textDocument, previousResultId: known.resultId })
      : this.client.request(method, { textDocument });
    const answer = (await this.judged('colours', asking)) as SemanticTokens | SemanticTokensDelta | null;
    if (!answer) return;
    const data = 'edits' in answer ? withTokenEdits(known!.data, answer.edits) : answer.data;
    this.colours.set(name, { resultId: answer.resultId!, data });
    if (!this.isSettled || below(this.random, 2) === 0) return;
    const all = await this.client.request<SemanticTokens>(method, { textDocument });
    assert.deepEqual(data, all.data, `colours of ${name}`);
    this.colours.set(name, { resultId: all.resultId!, data });
  }

  private async changeLineEnds(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const text = this.files.get(name)!;
    const end = oneOf(this.random, ['\n', '\r\n', '\r']);
    this.past.push([name, text]);
    await this.replace(name, text.replace(/\r\n|\r|\n/g, end));
  }

  private async save(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const uri = this.folder.write(name, writable(this.files.get(name)!));
    await this.changedOnDisk([uri, FileChangeType.Changed]);
    await this.client.notify('textDocument/didSave', { textDocument: { uri } });
  }

  /** Another program writes into a file that is open: the document counts. */
  private async changeBehind(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const uri = this.folder.write(name, `zone behind${this.fresh++}\n`);
    await this.changedOnDisk([uri, FileChangeType.Changed]);
  }

  /** Renames a folder; a client tells of the folder, or of each file in it. */
  private async moveFolder(): Promise<void> {
    const inside = [...this.files.keys()].filter((name) => name.startsWith('sub/'));
    if (inside.length === 0) return;
    const [target, byFile] = [`dir${this.fresh++}`, below(this.random, 2) === 0];
    const wasOpen = inside.filter((name) => this.open.has(name));
    for (const name of wasOpen) await this.closeFile(name);
    const moved = (name: string): string => target + name.slice('sub'.length);
    const events: [string, FileChangeType][] = [];
    for (const name of inside) {
      events.push([this.folder.write(moved(name), this.files.get(name)!), FileChangeType.Created]);
      events.push([this.uri(name), FileChangeType.Deleted]);
      this.files.set(moved(name), this.files.get(name)!);
      this.files.delete(name);
    }
    this.folder.remove('sub');
    await this.changedOnDisk(
      ...(byFile
        ? events
        : ([
            [this.uri('sub'), FileChangeType.Deleted],
            [this.uri(target), FileChangeType.Created],
          ] as [string, FileChangeType][])),
    );
    for (const name of wasOpen) await this.openFile(moved(name));
  }

  /** Makes a folder a policy of its own, or no longer. */
  private async nest(): Promise<void> {
    const roots = [...this.files.keys()].filter((name) => name.endsWith('/zoneflow.json'));
    if (roots.length > 0) {
      const [root] = roots;
      this.files.delete(root);
      await this.changedOnDisk([this.folder.remove(root), FileChangeType.Deleted]);
    } else if (this.policyNames.some((name) => name.startsWith('sub/'))) {
      await this.write('sub/zoneflow.json', '{ "name": "nested" }', FileChangeType.Created);
    }
  }

  private async create(): Promise<void> {
    if (this.files.size > 8) return;
    const folders = ['', 'sub/', 'sub/sub/'];
    const name = `${oneOf(this.random, folders)}new${this.fresh++}.zoneflow`;
    await this.write(
      name,
      `zone z${this.fresh} { trust = dmz }\nallow any to z${this.fresh} on ssh\n`,
      FileChangeType.Created,
    );
  }

  private async remove(): Promise<void> {
    const names = this.policyNames;
    if (names.length < 2) return;
    const name = oneOf(this.random, names);
    await this.closeFile(name);
    this.files.delete(name);
    await this.changedOnDisk([this.folder.remove(name), FileChangeType.Deleted]);
  }

  private async move(): Promise<void> {
    const names = this.policyNames;
    if (names.length === 0) return;
    const name = oneOf(this.random, names);
    const wasOpen = this.open.has(name);
    await this.closeFile(name);
    const text = this.files.get(name)!;
    const to = `moved${this.fresh++}.zoneflow`;
    this.files.delete(name);
    this.files.set(to, text);
    const now = this.folder.write(to, text);
    await this.changedOnDisk(
      [this.folder.remove(name), FileChangeType.Deleted],
      [now, FileChangeType.Created],
    );
    if (wasOpen) await this.openFile(to);
  }

  private async openOrClose(): Promise<void> {
    const names = this.policyNames;
    if (names.length === 0) return;
    const name = oneOf(this.random, names);
    if (this.open.size > 1 && this.open.has(name)) await this.closeFile(name);
    else await this.openFile(name);
  }

  private async configure(): Promise<void> {
    const texts = [
      '{}',
      '{ "rules": { "missing-owner": "off" } }',
      '{ "rules": ',
      '{ "asOf": "2027-01-01" }',
      topOnly,
    ];
    await this.write('zoneflow.json', oneOf(this.random, texts), FileChangeType.Changed);
    await this.client.notify('workspace/didChangeConfiguration', {
      settings: oneOf(this.random, [null, {}, 7]),
    });
  }
}

function withTokenEdits(data: readonly number[], edits: readonly SemanticTokensEdit[]): number[] {
  const result = [...data];
  for (const { start, deleteCount, data: added = [] } of [...edits].sort((a, b) => b.start - a.start))
    result.splice(start, deleteCount, ...added);
  return result;
}
