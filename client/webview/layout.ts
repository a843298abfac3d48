import type { ElkNode } from 'elkjs/lib/elk-api.js';

/** What became of a layout. */
export type Outcome =
  | { readonly kind: 'done'; readonly graph: ElkNode }
  /** It took longer than the deadline. The worker was ended. */
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly text: string };

export interface Job {
  readonly graph: ElkNode;
  readonly whenDone: (outcome: Outcome) => void;
}

/** The part of `Worker` that is used, so that tests can stand in for it. */
export interface LayoutWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/**
 * Lays out one graph at a time, in a worker.
 *
 * A job that comes while another runs waits, and replaces one that waits already: only the newest text matters. elkjs
 * cannot be cancelled, so a worker that runs over its deadline, or dies, is ended and replaced with the next job.
 */
export class Layouter {
  private worker: Promise<LayoutWorker> | null = null;
  /** Whether the worker has laid out anything: until then it may still be loading and compiling elkjs. */
  private isWarm = false;
  private running: Job | null = null;
  private waiting: Job | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(
    private readonly start: () => Promise<LayoutWorker>,
    /** How long a layout may take, in milliseconds. The first of a worker may take twice as long: it waits for the worker, too. */
    private readonly deadline: number,
  ) {}

  submit(job: Job): void {
    if (this.running !== null) this.waiting = job;
    else void this.run(job);
  }

  /** Starts the worker ahead of the first job, so that the first picture need not wait for it. */
  warm(): void {
    // Where it cannot be started, the first job says why.
    (this.worker ??= this.start()).catch(() => undefined);
  }

  /** Ends the worker; what runs and what waits is forgotten. */
  dispose(): void {
    this.running = null;
    this.waiting = null;
    this.endWorker();
  }

  private async run(job: Job): Promise<void> {
    this.running = job;
    const id = ++this.asked;
    const patience = this.isWarm ? this.deadline : 2 * this.deadline;
    this.timer = setTimeout(() => this.finish(id, { kind: 'late' }), patience);
    try {
      const worker = await (this.worker ??= this.start());
      if (id !== this.asked) return;
      worker.onmessage = (event) => this.finish(id, outcomeOf(event.data));
      worker.onerror = (event) => {
        event.preventDefault();
        this.finish(id, { kind: 'failed', text: event.message || 'the layout worker ended' });
      };
      worker.postMessage({ id, graph: job.graph });
    } catch (error) {
      this.finish(id, { kind: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  }

  private finish(id: number, outcome: Outcome): void {
    const job = this.running;
    if (job === null || id !== this.asked) return;
    clearTimeout(this.timer);
    this.running = null;
    if (outcome.kind === 'done') this.isWarm = true;
    else this.endWorker();
    const next = this.waiting;
    this.waiting = null;
    if (next !== null) void this.run(next);
    job.whenDone(outcome);
  }

  private endWorker(): void {
    clearTimeout(this.timer);
    this.asked++;
    this.worker?.then(
      (worker) => worker.terminate(),
      () => undefined,
    );
    this.worker = null;
    this.isWarm = false;
  }
}

function outcomeOf(answer: { graph?: ElkNode; error?: string }): Outcome {
  if (answer.graph !== undefined) return { kind: 'done', graph: answer.graph };
  return { kind: 'failed', text: answer.error ?? 'the layout worker gave no answer' };
}

/**
 * Starts the layout worker whose script is at `url`.
 *
 * A webview may start workers from `blob:` only, so the script is fetched first. Rejects where it cannot be.
 */
export async function startWorker(url: string): Promise<LayoutWorker> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the layout worker could not be loaded (${answer.status})`);
  const blob = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
  try {
    return new Worker(blob, { name: 'zoneflow layout' });
  } finally {
    URL.revokeObjectURL(blob);
  }
}
