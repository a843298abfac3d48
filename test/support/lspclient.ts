import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import {
  createMessageConnection,
  DiagnosticSeverity,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { projectRoot } from './sources.js';

/** How long a test waits for something that the server is to say, in milliseconds. */
const patienceMs = 15_000;

/** Hints and remarks are in the way of most tests. */
const isSerious = ({ severity }: Diagnostic): boolean =>
  severity === undefined || severity <= DiagnosticSeverity.Warning;

/** What the library has to complain about is in the server's log. */
const quiet = { error: () => {}, warn: () => {}, info: () => {}, log: () => {} };

/** A small language client: the real server as a process of its own, spoken to over stdio. */
export class LspClient {
  readonly process: ChildProcessWithoutNullStreams;
  readonly connection: MessageConnection;
  /** The newest diagnostics that were pushed, by URI as the server writes it. */
  readonly pushed = new Map<string, Diagnostic[]>();
  /** What the server wrote to its log, and to stderr. */
  readonly log: string[] = [];
  /** Every notification that came in, in order. */
  readonly notifications: { method: string; params: unknown }[] = [];
  /** Methods of what the server has registered. */
  readonly registered: string[] = [];
  refreshes = 0;
  private readonly versions = new Map<string, number>();
  private readonly watchers = new Set<() => void>();

  private constructor() {
    this.process = spawn(process.execPath, [path.join(projectRoot, 'out/server/main-node.js'), '--stdio']);
    this.process.stderr.on('data', (data: Buffer) => this.log.push(data.toString()));
    this.process.on('exit', () => this.tell());
    const reader = new StreamMessageReader(this.process.stdout);
    this.connection = createMessageConnection(reader, new StreamMessageWriter(this.process.stdin), quiet);
    this.connection.onNotification((method: string, params: unknown) => this.receive(method, params));
    this.connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: { method: string }[] }) => {
        this.registered.push(...registrations.map(({ method }) => method));
        this.tell();
        return null;
      },
    );
    this.connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.tell();
      return null;
    });
    this.connection.listen();
  }

  /** Starts a server and initializes it. */
  static async start(
    capabilities: ClientCapabilities = {},
    params: Partial<InitializeParams> = {},
  ): Promise<LspClient & { readonly initialized: InitializeResult }> {
    const client = new LspClient();
    const initialized = await client.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      ...params,
    });
    await client.connection.sendNotification('initialized', {});
    return Object.assign(client, { initialized });
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  open(uri: string, text: string, languageId = 'zoneflow'): Promise<void> {
    this.versions.set(uri, 1);
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the whole text, or a range of it. */
  change(uri: string, ...contentChanges: object[]): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** The version that an open document has, as this client has said. */
  versionOf(uri: string): number | undefined {
    return this.versions.get(uri);
  }

  close(uri: string): Promise<void> {
    this.versions.delete(uri);
    return this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  notify(method: string, params: object): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  request<Result>(method: string, params: object): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  /** Hears of the parts of an answer that the server sends before its end. */
  onParts<Part>(token: string, hear: (part: Part) => void): void {
    this.connection.onProgress(new ProgressType<Part>(), token, (part) => {
      hear(part);
      this.tell();
    });
  }

  /** Waits until `test` gives something other than `undefined` or `false`; rejects, saying what was waited for, where it never does. */
  waitFor<T>(what: string, test: () => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        const found = test();
        if (found === undefined || found === false) return false;
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve(found);
        return true;
      };
      const timer = setTimeout(() => {
        this.watchers.delete(look);
        reject(new Error(`Waited in vain for ${what}. The server's log:\n${this.log.join('\n')}`));
      }, patienceMs);
      if (!look()) this.watchers.add(look);
    });
  }

  /** Waits until the errors and warnings that were pushed for a file have exactly these codes, in order. */
  codes(uri: string, expected: readonly string[]): Promise<Diagnostic[]> {
    const what = `[${expected.join(', ')}] in ${uri}`;
    return this.waitFor(what, () => {
      const now = this.pushed.get(uri)?.filter(isSerious);
      return now && now.map(({ code }) => code).join() === expected.join() && now;
    }).catch((error: Error) => {
      const now = this.pushed.get(uri)?.map(({ code, message }) => `${String(code)}: ${message}`);
      throw new Error(`${error.message}\nLast: ${now ? now.join('\n') : 'nothing'}`);
    });
  }

  /** Shuts the server down as a client should; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    if (!this.isAlive) return this.process.exitCode;
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }

  private receive(method: string, params: unknown): void {
    this.notifications.push({ method, params });
    if (method === 'window/logMessage') this.log.push((params as { message: string }).message);
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as PublishDiagnosticsParams;
      this.pushed.set(uri, diagnostics);
    }
    this.tell();
  }

  private tell(): void {
    for (const look of [...this.watchers]) look();
  }
}
