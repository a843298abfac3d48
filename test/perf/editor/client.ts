import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { mainThreadTimeOf } from './process.js';

/** What is counted: time as it passes, or time that the server's main thread has had of a processor. */
export type Clock = 'wall' | 'cpu';

/** How a server is started. */
export interface ServerProgram {
  /** For Node itself. */
  readonly nodeArguments: readonly string[];
  readonly path: string;
  readonly clock: Clock;
}

/** A message as JSON-RPC has it. */
interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** An answer, when it came (milliseconds of the client's clock), and how long it is in bytes. */
export interface Answer<Result> {
  readonly result: Result;
  readonly at: number;
  readonly bytes: number;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (answer: Answer<unknown>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The least language client there can be, so that what is measured is the server: it frames messages by hand, notes when
 * the last byte of an answer arrived before it reads it, and keeps nothing.
 */
export class BenchClient {
  private readonly server: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<(method: string, params: unknown, at: number) => void>();
  private chunks: Buffer[] = [];
  private received = 0;
  private expected: number | undefined;
  private lastId = 0;

  constructor(private readonly program: ServerProgram) {
    const { nodeArguments, path } = program;
    this.server = spawn(process.execPath, [...nodeArguments, path, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.server.stdout.on('data', (chunk: Buffer) => this.receive(chunk));
    this.server.on('exit', () => this.abandon());
  }

  get pid(): number {
    return this.server.pid!;
  }

  /** The time, in milliseconds. */
  now(): number {
    return this.program.clock === 'cpu' ? mainThreadTimeOf(this.pid) : performance.now();
  }

  request<Result>(method: string, params: object): Promise<Answer<Result>> {
    const id = ++this.lastId;
    this.send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { method, resolve: resolve as Waiting['resolve'], reject });
    });
  }

  notify(method: string, params: object): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  /** Calls `listener` for what the server says and asks by itself, until the returned function is called. */
  listen(listener: (method: string, params: unknown, at: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the server as a client should, and waits until it is gone. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.server.once('exit', resolve));
    await this.request('shutdown', {});
    this.notify('exit', {});
    await gone;
  }

  private send(message: object): void {
    const body = Buffer.from(JSON.stringify(message));
    this.server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.server.stdin.write(body);
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    while (this.expected === undefined ? this.readHeader() : this.received >= this.expected) {
      if (this.expected !== undefined && this.received >= this.expected) this.readBody(this.expected);
    }
  }

  /** Reads how long the next message is; returns whether that is known by now. */
  private readHeader(): boolean {
    const all = Buffer.concat(this.chunks);
    const end = all.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const length = /Content-Length: (\d+)/i.exec(all.toString('latin1', 0, end));
    this.expected = Number(length?.[1]);
    this.keep(all.subarray(end + 4));
    return true;
  }

  private readBody(length: number): void {
    const at = this.now();
    const all = Buffer.concat(this.chunks);
    this.expected = undefined;
    this.keep(all.subarray(length));
    this.take(JSON.parse(all.toString('utf8', 0, length)) as Message, at, length);
  }

  private keep(rest: Buffer): void {
    this.chunks = [rest];
    this.received = rest.length;
  }

  private take({ id, method, params, result, error }: Message, at: number, bytes: number): void {
    if (method !== undefined) {
      if (id !== undefined) this.send({ jsonrpc: '2.0', id, result: null });
      for (const listener of [...this.listeners]) listener(method, params, at);
      return;
    }
    const asked = this.waiting.get(Number(id));
    this.waiting.delete(Number(id));
    if (error) asked?.reject(new Error(`${asked.method}: ${error.message}`));
    else asked?.resolve({ result, at, bytes });
  }

  private abandon(): void {
    for (const { method, reject } of this.waiting.values())
      reject(new Error(`The server ended at ${method}.`));
    this.waiting.clear();
  }
}
