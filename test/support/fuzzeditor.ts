import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FileChangeType, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TestFolder } from './folder.js';
import type { LspClient } from './lspclient.js';
import { oneOf, type Random } from './mutate.js';
import { firstOf, followUps } from './questions.js';

/** Errors that are the server's own: what it says to a user has other codes (JSON-RPC 2.0, section 5.1). */
const internalErrors: ReadonlySet<unknown> = new Set([-32603, -32700, -32600, -32601, -32602, -32001]);

/** An editor with some files of a policy open: it keeps what each file should be, and does what a server says. */
export class FuzzEditor {
  /** Texts of the policy's files by name: as they are open, else as they are on disk. */
  readonly files: Map<string, string>;
  /** Names of the files that are open. */
  readonly open = new Set<string>();
  protected readonly past: [string, string][] = [];
  protected asked: Promise<unknown>[] = [];
  protected fresh = 0;
  /** What the client knows of the colours of open files. */
  protected readonly colours = new Map<
    string,
    { readonly resultId: string; readonly data: readonly number[] }
  >();

  /** Whether something may have changed on disk that the server has not looked at yet, so that answers may change by themselves. */
  protected isSettled = false;

  constructor(
    readonly client: LspClient,
    protected readonly random: Random,
    protected readonly folder: TestFolder,
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
    this.isSettled = false;
    await this.client.open(this.uri(name), this.files.get(name)!);
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.open]) await this.closeFile(name);
  }

  /** Waits for all answers. Rejects where one is an error of the server's own. */
  async answered(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    await Promise.all(asked);
  }

  protected get policyNames(): string[] {
    return [...this.files.keys()].filter((name) => name.endsWith('.zoneflow'));
  }

  protected openName(): string | undefined {
    return this.open.size === 0 ? undefined : oneOf(this.random, [...this.open]);
  }

  protected async judged(question: string, asking: Promise<unknown>, goOn = false): Promise<unknown> {
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

  /** Changes open documents and files on disk as an editor does. */
  protected async apply({ changes = {}, documentChanges = [] }: WorkspaceEdit): Promise<void> {
    const all = new Map(Object.entries(changes));
    for (const change of documentChanges)
      if ('edits' in change) {
        const { uri, version } = change.textDocument;
        assert.equal(version ?? undefined, this.client.versionOf(uri), `version of ${uri}`);
        all.set(uri, change.edits as TextEdit[]);
      }
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

  protected async replace(name: string, text: string): Promise<void> {
    this.files.set(name, text);
    await this.client.change(this.uri(name), { text });
  }

  /** A document is closed as it is on disk: an editor that throws a text away says no more of it. */
  protected async closeFile(name: string): Promise<void> {
    if (!this.open.delete(name)) return;
    const onDisk = readFileSync(path.join(this.folder.path, name), 'utf8');
    this.files.set(name, onDisk);
    this.colours.delete(name);
    this.isSettled = false;
    await this.client.close(this.uri(name));
  }

  protected async write(name: string, text: string, type: FileChangeType): Promise<void> {
    this.files.set(name, writable(text));
    await this.changedOnDisk([this.folder.write(name, writable(text)), type]);
  }

  protected async changedOnDisk(...changes: [string, FileChangeType][]): Promise<void> {
    this.isSettled = false;
    await this.client.notify('workspace/didChangeWatchedFiles', {
      changes: changes.map(([uri, type]) => ({ uri, type })),
    });
  }
}

/** A text as it can be on disk: one that is no UTF-8 there is read in another way than it is open. */
export const writable = (text: string): string =>
  text.replace(/[\ud800-\udfff]/g, '').replace(/^\uFEFF+/, '');
