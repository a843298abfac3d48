import { EventEmitter, window, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { clientCommands, type InitializationOptions } from '../server/protocol.js';
import { crashBudget } from './crash-budget.js';

export type ServerState = 'starting' | 'running' | 'failed';

/** Only what is being written: the documents of a diff or of the history are not part of a policy. */
const documentSelector = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web'].map((scheme) => ({
  scheme,
  language: 'zoneflow',
}));

/** The library shows each of its errors in a message of its own; ours say what to do about them, so its go to the output only. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** The library also stops a client that could not start, and rejects then, with nobody listening. */
  override async stop(timeout?: number): Promise<void> {
    await super.stop(timeout).catch((error: unknown) => this.info(String(error), undefined, false));
  }
}

type NotificationHandler = (params: unknown) => void;

/** The language server's process: starts it, starts it again after a crash, and says so when that does not help. */
export class PolicyServer implements Disposable {
  readonly output = window.createOutputChannel('Zoneflow', { log: true });
  private readonly states = new EventEmitter<ServerState>();
  readonly onDidChangeState = this.states.event;
  private readonly handlers = new Map<string, NotificationHandler>();
  private client: LanguageClient | undefined;
  private changing: Promise<void> = Promise.resolve();
  private current: ServerState = 'starting';

  constructor(private readonly context: ExtensionContext) {}

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
    const module = this.context.asAbsolutePath('dist/server/main-node.cjs');
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    const budget = crashBudget({ crashes: 4, withinMs: 3 * 60_000 });
    let hasRun = false;
    const client = new QuietClient(
      'zoneflow',
      'Zoneflow',
      { run, debug },
      {
        ...clientOptions(this.output),
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            const again = hasRun && budget(Date.now());
            if (!again && client === this.client) this.fail();
            return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    for (const [method, handler] of this.handlers) client.onNotification(method, handler);
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

function clientOptions(output: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector,
    initializationOptions: { commands: [clientCommands.showFlows] } satisfies InitializationOptions,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    // Without it the library holds back for good what is open but not yet visible at the start.
    textSynchronization: { delayOpenNotifications: true },
  };
}
