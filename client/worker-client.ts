import {
  BaseLanguageClient,
  BrowserMessageReader,
  BrowserMessageWriter,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient/browser';

/** A worker that fails before it has said anything could not be started: the connection to it is closed. */
class WorkerReader extends BrowserMessageReader {
  constructor(worker: Worker, failed: (reason: string) => void) {
    super(worker);
    let hasSpoken = false;
    const heard = this.listen(() => {
      hasSpoken = true;
      heard.dispose();
    });
    worker.addEventListener('error', ({ message }) => {
      failed(message ?? 'its script could not be loaded');
      if (!hasSpoken) this.fireClose();
    });
  }
}

/** A client whose server runs in a web worker: each start, the first and those after a failure, makes a new one. */
export class WorkerClient extends BaseLanguageClient {
  private worker: Worker | undefined;

  /** @param script address of the server's bundle */
  constructor(
    private readonly script: string,
    options: LanguageClientOptions,
  ) {
    super('zoneflow', 'Zoneflow', options);
  }

  /** A worker does not end by itself, nor one that works without end when it is asked to. */
  override async stop(timeout?: number): Promise<void> {
    try {
      await super.stop(timeout);
    } finally {
      this.worker?.terminate();
    }
  }

  protected override createMessageTransports(): Promise<MessageTransports> {
    this.worker?.terminate();
    const worker = new Worker(this.script, { name: 'Zoneflow language server' });
    this.worker = worker;
    const reader = new WorkerReader(worker, (reason) => this.error(`The language server: ${reason}`));
    return Promise.resolve({ reader, writer: new BrowserMessageWriter(worker) });
  }
}
