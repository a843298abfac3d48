/** How long work may be put off by changes that go on. Milliseconds. */
const patienceMs = 400;

/** A glance that nobody waits for comes so much later: what is asked with a keystroke is answered first. Milliseconds. */
const glanceMs = 10;

/** What a schedule runs. Both report their own errors. */
export interface Tasks {
  /** Looks at the newest state soon, before it is known whether it will rest: what it does is short. */
  readonly glance: () => void;
  /** The work itself; it may end early where it is told that it is out of date, as it then runs again. */
  readonly work: (isOutdated: () => boolean) => Promise<void>;
  /** How long a state must rest before it is worked on. Milliseconds. */
  readonly restMs: () => number;
  /** Lets waiting messages in. */
  readonly breathe: () => Promise<void>;
}

/**
 * Runs work when things have come to rest: a change puts it off, only the newest state is worked on, and waiting
 * requests are let in first. The newest state is glanced at before, as soon as somebody waits for that, or a little later.
 */
export class Schedule {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | undefined;
  private waiting: (() => void)[] = [];
  private looking: (() => void)[] = [];
  private glanceTimer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  private holds = 0;

  constructor(private readonly tasks: Tasks) {}

  /** Something has changed: the task is to run again. With `now` as soon as waiting messages have been read. */
  request(when: 'now' | 'rested'): void {
    if (this.disposed) return;
    const time = Date.now();
    this.since ??= time;
    const rest = Math.min(this.tasks.restMs(), this.since + patienceMs - time);
    clearTimeout(this.timer);
    if (this.holds > 0) return;
    this.timer = setTimeout(() => void this.run(), when === 'now' ? 0 : Math.max(0, rest));
    this.glanceTimer ??= setTimeout(() => this.glance(), glanceMs);
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

  /** Resolves when the newest state has been glanced at, or worked on. */
  glanced(): Promise<void> {
    if (this.isSettled || this.disposed || (!this.isToGlance && this.holds === 0)) return Promise.resolve();
    if (this.looking.length === 0) void this.tasks.breathe().then(() => this.glance());
    return new Promise((resolve) => this.looking.push(resolve));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.release();
  }

  private get isToGlance(): boolean {
    return this.glanceTimer !== undefined;
  }

  private async run(): Promise<void> {
    const { timer } = this;
    const isOutdated = (): boolean => this.disposed || this.holds > 0 || timer !== this.timer;
    await this.tasks.breathe();
    if (isOutdated()) return;
    this.glance();
    // What has been answered by now is on its way only two turns later: it shall not wait for the work.
    await this.tasks.breathe();
    await this.tasks.breathe();
    if (isOutdated()) return;
    await this.tasks.work(isOutdated);
    if (!isOutdated()) this.release();
  }

  private glance(): void {
    // What is half done now is looked at when it is done.
    if (!this.isToGlance || this.disposed || this.holds > 0) return;
    this.endGlance();
    this.tasks.glance();
    this.letLook();
  }

  private endGlance(): void {
    clearTimeout(this.glanceTimer);
    this.glanceTimer = undefined;
  }

  private release(): void {
    this.endGlance();
    this.since = undefined;
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
    this.letLook();
  }

  private letLook(): void {
    const { looking } = this;
    this.looking = [];
    for (const resolve of looking) resolve();
  }
}
