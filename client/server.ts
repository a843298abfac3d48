import { EventEmitter, window, workspace, type Disposable, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  RevealOutputChannelOn,
  State,
  type BaseLanguageClient,
  type LanguageClientOptions,
} from 'vscode-languageclient';
import { clientCommands, type InitializationOptions } from '../server/protocol.js';
import { crashBudget } from './crash-budget.js';

export type ServerState = 'starting' | 'running' | 'failed';

/** Makes a client that starts a language server of its own wherever the extension runs: as a process, or in a web worker. */
export type MakeClient = (options: LanguageClientOptions) => BaseLanguageClient;

type NotificationHandler = (params: unknown) => void;
type RequestHandler = (params: unknown) => Promise<unknown>;

/** The language server: starts it, starts it again after a crash, and says so when that does not help. */
export class PolicyServer implements Disposable {
  readonly output = window.createOutputChannel('Zoneflow', { log: true });
  private readonly states = new EventEmitter<ServerState>();
  readonly onDidChangeState = this.states.event;
  private readonly handlers = new Map<string, NotificationHandler>();
  private readonly answers = new Map<string, RequestHandler>();
  private client: BaseLanguageClient | undefined;
  private changing: Promise<void> = Promise.resolve();
  private current: ServerState = 'starting';

  constructor(private readonly makeClient: MakeClient) {}

  get state(): ServerState {
    return this.current;
  }

  /** Starts the server in the background. Never rejects: a failure is shown to the user. */
  start(): Promise<void> {
    return this.inTurn(() => this.launch());
  }

  /** Ends the server, whatever it is doing, and starts a new one. Never rejects. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.launch();
    });
  }

  /** Asks the server, waiting for it to start where it has to. Rejects where it is not running or cannot answer. */
  request<Result>(method: string, params: object): Promise<Result> {
    if (!this.client) return Promise.reject(new Error('The language server is not running.'));
    return this.client.sendRequest<Result>(method, params);
  }

  /** Calls `handler` for each such notification, whose params are trusted to be `Params`: of this server process and of those that follow it. */
  onNotification<Params>(method: string, handler: (params: Params) => void): void {
    const untyped: NotificationHandler = (params) => handler(params as Params);
    this.handlers.set(method, untyped);
    this.client?.onNotification(method, untyped);
  }

  /** Answers each such request of the server, whose params are trusted to be `Params`. To be called before the first start. */
  onRequest<Params, Result>(method: string, handler: (params: Params) => Promise<Result>): void {
    this.answers.set(method, (params) => handler(params as Params));
  }

  async dispose(): Promise<void> {
    await this.inTurn(() => this.end());
    this.states.dispose();
    this.output.dispose();
  }

  /** A start and an end must not run at once: the library refuses that. */
  private inTurn(change: () => Promise<void>): Promise<void> {
    this.changing = this.changing.then(change);
    return this.changing;
  }

  private async launch(): Promise<void> {
    const budget = crashBudget({ crashes: 4, withinMs: 3 * 60_000 });
    let hasRun = false;
    const client = this.makeClient({
      ...clientOptions(this.output),
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          const again = hasRun && budget(Date.now());
          if (!again && client === this.client) this.fail();
          return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    quieten(client);
    for (const [method, handler] of this.handlers) client.onNotification(method, handler);
    for (const [method, handler] of this.answers) client.onRequest(method, handler);
    client.onDidChangeState(({ newState }) => {
      // A server that has never run would not run the next time either.
      hasRun ||= newState === State.Running;
      if (client === this.client) this.follow(newState);
    });
    this.client = client;
    await client.start().catch((error: unknown) => this.output.error(String(error)));
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => this.output.warn(String(error)));
  }

  private follow(state: State): void {
    if (state === State.Running) this.enter('running');
    if (state === State.Starting) this.enter('starting');
    if (state === State.StartFailed) this.fail();
  }

  /** A failure may be noticed in two ways; the user hears of it once. */
  private fail(): void {
    if (this.current === 'failed') return;
    this.enter('failed');
    void this.reportFailure();
  }

  private enter(state: ServerState): void {
    this.current = state;
    this.states.fire(state);
  }

  private async reportFailure(): Promise<void> {
    const restart = 'Restart';
    const show = 'Show Output';
    const answer = await window.showErrorMessage(
      'Zoneflow’s language server has stopped, so policies are no longer checked. Restart it; if it stops again, its output says why.',
      restart,
      show,
    );
    if (answer === restart) await this.restart();
    if (answer === show) this.output.show();
  }
}

/**
 * The library shows each of its errors in a message of its own; ours say what to do about them, so its go to the output only.
 * It also stops a client that could not start, and rejects then, with nobody listening.
 */
function quieten(client: BaseLanguageClient): void {
  const error = client.error.bind(client);
  const stop = client.stop.bind(client);
  client.error = (message, data) => error(message, data, false);
  client.stop = (timeout) =>
    stop(timeout).catch((reason: unknown) => client.info(String(reason), undefined, false));
}

function clientOptions(output: LogOutputChannel): LanguageClientOptions {
  const options: InitializationOptions = { commands: Object.values(clientCommands), readsFiles: true };
  return {
    documentSelector: writtenSchemes().map((scheme) => ({ scheme, language: 'zoneflow' })),
    initializationOptions: options,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    // Without it the library holds back for good what is open but not yet visible at the start.
    textSynchronization: { delayOpenNotifications: true },
  };
}

/** Where policies are being written, the workspace's folders among them: the documents of a diff or of the history are not part of one. */
function writtenSchemes(): string[] {
  const folders = workspace.workspaceFolders ?? [];
  return [...new Set(['file', 'untitled', 'vscode-vfs', ...folders.map(({ uri }) => uri.scheme)])];
}
