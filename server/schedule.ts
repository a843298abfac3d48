/** How long work may be put off by changes that go on. Milliseconds. */
const patienceMs = 400;

/** A glance that nobody waits for comes so much later: what is asked with a keystroke is answered first. Milliseconds. */
const glanceMs = 10;

/** Whether a newer state has made it pointless to go on. */
export type IsOutdated = () => boolean;

/** What a schedule runs. Both report their own errors, and may end early where they are out of date, as they then run again. */
export interface Tasks {
  /** Looks at the newest state soon, before it is known whether it will rest: what it does is short. */
  readonly glance: (isOutdated: IsOutdated) => Promise<void>;
  /** The work itself. */
  readonly work: (isOutdated: IsOutdated) => Promise<void>;
  /** How long a state must rest before it is worked on. Milliseconds. */
  readonly restMs: () => number;
  /** How long nothing has been asked or answered. Milliseconds. */
  readonly quietMs: () => number;
  /** Lets waiting messages in, until they have been answered. */
  readonly breathe: () => Promise<void>;
}

/**
 * Runs work when things have come to rest: a change puts it off, and so does what is asked meanwhile; only the newest state
 * is worked on. The newest state is glanced at before, as soon as somebody waits for that, or a little later.
 */
export class Schedule {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private glanceTimer: ReturnType<typeof setTimeout> | undefined;
  private since: number | undefined;
  private waiting: (() => void)[] = [];
  private looking: (() => void)[] = [];
  private glancing: Promise<void> | undefined;
  private isToGlance = false;
  private disposed = false;
  private holds = 0;
  private version = 0;

  constructor(private readonly tasks: Tasks) {}

  /** Something has changed: the task is to run again. With `now` as soon as waiting messages have been read. */
  request(when: 'now' | 'rested'): void {
    if (this.disposed) return;
    this.version++;
    this.since ??= Date.now();
    clearTimeout(this.timer);
    if (this.holds > 0) return;
    this.isToGlance = true;
    if (when === 'now') this.timer = setTimeout(() => void this.run(), 0);
    else this.runWhenRested(Math.min(this.tasks.restMs(), this.patience));
    this.glanceWhenQuiet(glanceMs);
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

  /** How much longer work may be put off. Milliseconds, negative where it is overdue. */
  private get patience(): number {
    return (this.since ?? 0) + patienceMs - Date.now();
  }

  /** How much longer to wait for some time without messages. Milliseconds, not above 0 where there is nothing to wait for. */
  private untilQuiet(wantedMs: number): number {
    return Math.min(wantedMs - this.tasks.quietMs(), this.patience);
  }

  private runWhenRested(restMs: number): void {
    this.timer = setTimeout(
      () => {
        const more = this.untilQuiet(Math.min(this.tasks.restMs(), glanceMs));
        if (more > 0) this.runWhenRested(more);
        else void this.run();
      },
      Math.max(0, restMs),
    );
  }

  private glanceWhenQuiet(waitMs: number): void {
    this.glanceTimer ??= setTimeout(() => {
      this.glanceTimer = undefined;
      const more = this.untilQuiet(glanceMs);
      if (more > 0) this.glanceWhenQuiet(more);
      else void this.glance();
    }, waitMs);
  }

  /** Whether what is begun now has been overtaken by then. */
  private outdating(): IsOutdated {
    const { version } = this;
    return () => this.disposed || this.holds > 0 || version !== this.version;
  }

  private async run(): Promise<void> {
    const isOutdated = this.outdating();
    await this.tasks.breathe();
    if (isOutdated()) return;
    await this.glance();
    // What has been answered by now shall not wait for the work.
    await this.tasks.breathe();
    if (isOutdated()) return;
    await this.tasks.work(isOutdated);
    if (!isOutdated()) this.release();
  }

  private glance(): Promise<void> {
    this.glancing ??= this.glanceAtNewest().finally(() => (this.glancing = undefined));
    return this.glancing;
  }

  private async glanceAtNewest(): Promise<void> {
    // What is half done now is looked at when it is done.
    while (this.isToGlance && !this.disposed && this.holds === 0) {
      this.endGlanceTimer();
      const isOutdated = this.outdating();
      await this.tasks.glance(isOutdated);
      if (!isOutdated()) this.letLook();
      else if (this.looking.length === 0) return;
    }
  }

  private release(): void {
    this.since = undefined;
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
    this.letLook();
  }

  private letLook(): void {
    this.isToGlance = false;
    this.endGlanceTimer();
    const { looking } = this;
    this.looking = [];
    for (const resolve of looking) resolve();
  }

  private endGlanceTimer(): void {
    clearTimeout(this.glanceTimer);
    this.glanceTimer = undefined;
  }
}
