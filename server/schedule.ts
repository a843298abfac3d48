/** How long the text must rest before it is checked, and how long a check may be put off by typing on. Milliseconds. */
const restMs = 40;
const patienceMs = 400;

/**
 * Runs one task when things have come to rest: a change puts it off, only the newest state is worked on, and waiting
 * requests are let in first. `task` reports its own errors; it may end early where it is told that it is out of date, as
 * it then runs again.
 */
export class Schedule {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | undefined;
  private waiting: (() => void)[] = [];
  private disposed = false;
  private holds = 0;

  constructor(
    private readonly task: (isOutdated: () => boolean) => Promise<void>,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** Something has changed: the task is to run again. With `now` as soon as waiting messages have been read. */
  request(when: 'now' | 'rested'): void {
    if (this.disposed) return;
    const time = Date.now();
    this.since ??= time;
    const delay = when === 'now' ? 0 : Math.max(0, Math.min(restMs, this.since + patienceMs - time));
    clearTimeout(this.timer);
    if (this.holds === 0) this.timer = setTimeout(() => void this.run(), delay);
  }

  /** Runs nothing while `change` goes on, which leaves things half done in between; what is requested meanwhile is run after it. */
  async hold(change: () => Promise<void>): Promise<void> {
    this.holds++;
    this.since ??= Date.now();
    clearTimeout(this.timer);
    try {
      await change();
    } finally {
      this.holds--;
      this.request('now');
    }
  }

  get isSettled(): boolean {
    return this.since === undefined;
  }

  /** Resolves when nothing that was requested before is left to do; at once after `dispose`. */
  settled(): Promise<void> {
    if (this.isSettled || this.disposed) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.release();
  }

  private async run(): Promise<void> {
    const { timer } = this;
    const isOutdated = (): boolean => this.disposed || this.holds > 0 || timer !== this.timer;
    await this.breathe();
    if (isOutdated()) return;
    await this.task(isOutdated);
    if (!isOutdated()) this.release();
  }

  private release(): void {
    this.since = undefined;
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
