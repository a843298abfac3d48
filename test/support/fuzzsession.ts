import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CancellationTokenSource,
  FileChangeType,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { TestFolder } from './folder.js';
import type { LspClient } from './lspclient.js';
import { below, mutation, oneOf, type Random } from './mutate.js';
import { firstOf, followUps, paramsOf, questions } from './questions.js';

/** Errors that are the server's own: what it says to a user has other codes (JSON-RPC 2.0, section 5.1). */
const internalErrors: ReadonlySet<unknown> = new Set([-32603, -32700, -32600, -32601, -32602, -32001]);

/** Somebody who edits a policy of several files in all the ways there are, at random; keeps what each file should be. */
export class FuzzSession {
  /** Texts of the policy's files by name: as they are open, else as they are on disk. */
  readonly files: Map<string, string>;
  /** Names of the files that are open. */
  readonly open = new Set<string>();
  private readonly past: [string, string][] = [];
  private asked: Promise<unknown>[] = [];
  private fresh = 0;

  constructor(
    private readonly client: LspClient,
    private readonly random: Random,
    private readonly folder: TestFolder,
    files: ReadonlyMap<string, string>,
  ) {
    this.files = new Map(files);
  }

  uri(name: string): string {
    return this.folder.uri(name);
  }

  async openFile(name: string): Promise<void> {
    if (this.open.has(name)) return;
    this.open.add(name);
    await this.client.open(this.uri(name), this.files.get(name)!);
  }

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

  /** Waits for all answers. Rejects where one is an error of the server's own. */
  async answered(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    await Promise.all(asked);
  }

  private get policyNames(): string[] {
    return [...this.files.keys()].filter((name) => name.endsWith('.zoneflow'));
  }

  private openName(): string | undefined {
    return this.open.size === 0 ? undefined : oneOf(this.random, [...this.open]);
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

  private async judged(question: string, asking: Promise<unknown>, goOn = false): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await asking;
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      if (internalErrors.has(code)) throw new Error(`${question}: ${message}`, { cause: error });
      return undefined;
    }
    const first = goOn ? firstOf(answer) : undefined;
    for (const [next, key] of first ? (followUps[question] ?? []) : [])
      await this.judged(next, this.client.request(next, key === undefined ? first! : { [key]: first }));
    return answer;
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

  private async fix(): Promise<void> {
    const name = this.openName();
    if (name === undefined) return;
    const range = { start: { line: 0, character: 0 }, end: { line: below(this.random, 200), character: 0 } };
    const params = { textDocument: { uri: this.uri(name) }, range, context: { diagnostics: [] } };
    const actions = await this.judged('fix', this.client.request('textDocument/codeAction', params));
    const edits = ((actions ?? []) as { edit?: WorkspaceEdit }[]).flatMap(({ edit }) => (edit ? [edit] : []));
    if (edits.length > 0) await this.apply(oneOf(this.random, edits));
  }

  /** Changes open documents and files on disk as an editor does. */
  private async apply({ changes = {}, documentChanges = [] }: WorkspaceEdit): Promise<void> {
    const all = new Map(Object.entries(changes));
    for (const change of documentChanges)
      if ('edits' in change) all.set(change.textDocument.uri, change.edits as TextEdit[]);
    for (const [uri, edits] of all) {
      const name = [...this.files.keys()].find((file) => this.uri(file) === uri);
      if (name === undefined) throw new Error(`An edit of ${uri}, which is no file of the policy.`);
      const document = TextDocument.create('', '', 1, this.files.get(name)!);
      const text = TextDocument.applyEdits(document, edits);
      this.past.push([name, this.files.get(name)!]);
      if (this.open.has(name)) await this.replace(name, text);
      else await this.write(name, text, FileChangeType.Changed);
    }
  }

  private async replace(name: string, text: string): Promise<void> {
    this.files.set(name, text);
    await this.client.change(this.uri(name), { text });
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
    ];
    await this.write('zoneflow.json', oneOf(this.random, texts), FileChangeType.Changed);
    await this.client.notify('workspace/didChangeConfiguration', {
      settings: oneOf(this.random, [null, {}, 7]),
    });
  }

  /** A document is closed as it is on disk: an editor that throws a text away says no more of it. */
  private async closeFile(name: string): Promise<void> {
    if (!this.open.delete(name)) return;
    const onDisk = readFileSync(path.join(this.folder.path, name), 'utf8');
    this.files.set(name, onDisk);
    await this.client.close(this.uri(name));
  }

  private async write(name: string, text: string, type: FileChangeType): Promise<void> {
    // A text that is no UTF-8 on disk is read in another way than it is open.
    const writable = text.replace(/[\ud800-\udfff]/g, '').replace(/^\uFEFF+/, '');
    this.files.set(name, writable);
    await this.changedOnDisk([this.folder.write(name, writable), type]);
  }

  private async changedOnDisk(...changes: [string, FileChangeType][]): Promise<void> {
    await this.client.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(([uri, type]) => ({ uri, type })),
    });
  }
}
