import type { Finding } from '../language/findings.js';
import type { Snapshot } from '../language/workspace.js';
import type { OpenDocuments } from './documents.js';
import type { Host, PolicyRoot } from './host.js';
import type { Chosen } from './diagnostics/choice.js';
import { earlyFindings, lateOf, type Checked } from './diagnostics/early.js';
import { PolicyFiles } from './policy-files.js';
import { Schedule, type IsOutdated } from './schedule.js';
import { takeSteps } from './steps.js';
import type { Traffic } from './traffic.js';

/** Text rests as long as its check takes before it is checked, and this long at most. Milliseconds. */
const mostRestMs = 40;

/**
 * Where a policy is longer, what needs no verdicts is told before its rules are checked. Characters. A first check takes
 * several times as long as those that follow: its code has yet to be compiled.
 */
const slowLength = { first: 20_000, later: 200_000 };

/** What became of a check. */
export type CheckResult =
  | {
      readonly state: 'ready';
      readonly snapshot: Snapshot;
      readonly findings: readonly Finding[];
      /** How long it took. */
      readonly ms: number;
      /** Whether anything has changed since the check before. */
      readonly isNew: boolean;
    }
  | { readonly state: 'failed'; readonly error: unknown };

/** What a policy needs of the session around it. */
export interface PolicyContext {
  readonly host: Host;
  readonly documents: OpenDocuments;
  readonly traffic: Traffic;
  /** Called before a check that may take long, with what is to be shown of what is known by then, by path. */
  readonly glanced: (policy: Policy, snapshot: Snapshot, findings: ReadonlyMap<string, Chosen>) => void;
  /** Called after each check. */
  readonly checked: (policy: Policy, result: CheckResult) => void;
  /** Called when a check has become due. */
  readonly due: (policy: Policy) => void;
}

/** One policy while it is of interest: keeps its files up to date and has them checked when they have changed. */
export class Policy {
  readonly files: PolicyFiles;
  private readonly schedule: Schedule;
  private result: CheckResult | undefined;
  private late: Checked | undefined;
  /** The newest text of which something has been told. */
  private told: Snapshot | undefined;

  constructor(
    readonly root: PolicyRoot,
    private readonly context: PolicyContext,
  ) {
    this.files = new PolicyFiles(root, context.host, context.documents);
    this.schedule = new Schedule({
      glance: (isOutdated) => this.glance(isOutdated),
      work: (isOutdated) => this.check(isOutdated),
      quietMs: () => context.traffic.quietMs,
      restMs: () => (this.result?.state === 'ready' ? Math.min(this.result.ms, mostRestMs) : mostRestMs),
      breathe: context.host.breathe,
    });
  }

  /** The result of the last check, which may be of an older text. */
  get lastCheck(): CheckResult | undefined {
    return this.result;
  }

  /** Whether nothing is left of it: no file, and no folder that says it is one. */
  get isEmpty(): boolean {
    return this.files.count === 0 && this.root.kind !== 'whole';
  }

  /** Looks at the disk again: at which files there are, with `all` also at what is in those that were there before. */
  scan(which: 'new' | 'all'): Promise<void> {
    return this.hold(() => this.files.scan(which));
  }

  /** Reads a file from disk again, unless it is open: it has changed there, or is no longer open. */
  reread(path: string): Promise<void> {
    return this.hold(() => this.files.read(path));
  }

  /** Takes the text of an open document from now on. Nothing is checked before it has been read. */
  opened(path: string): Promise<void> {
    return this.hold(() => this.files.adopt(path));
  }

  /** The text of an open document has changed. */
  edited(path: string): void {
    this.files.edited(path);
    this.changed('rested');
  }

  /** Whether a document is among the files. */
  holds(uri: string): boolean {
    const path = this.files.pathOf(uri);
    return path !== undefined && this.files.has(path);
  }

  /** An open document belongs to another policy from now on. */
  left(uri: string): void {
    const path = this.files.pathOf(uri);
    if (path === undefined) return;
    this.files.forget(path);
    this.changed('now');
  }

  /** Makes a check due, of what is the newest text by then. */
  changed(when: 'now' | 'rested'): void {
    if (this.schedule.isSettled) this.context.due(this);
    this.schedule.request(when);
  }

  /** The policy with all changes so far. */
  snapshot(): Snapshot {
    return this.files.snapshot();
  }

  /** Resolves when the newest text has been checked. */
  settled(): Promise<void> {
    return this.schedule.settled();
  }

  /** Resolves when something is known of the newest text: where its check takes long, what needs no verdicts. */
  async glanced(): Promise<void> {
    if (this.isSlow) await this.schedule.glanced();
    if (this.told !== this.snapshot()) await this.settled();
  }

  dispose(): void {
    this.schedule.dispose();
  }

  private get isSlow(): boolean {
    return this.files.length > (this.result === undefined ? slowLength.first : slowLength.later);
  }

  /** Tells what is known of the newest text before its rules have been checked. */
  private async glance(isOutdated: IsOutdated): Promise<void> {
    if (!this.isSlow) return;
    try {
      const snapshot = this.snapshot();
      if (this.told === snapshot) return;
      const steps = earlyFindings(snapshot, this.checked(), (path) => this.files.editedAt(path));
      const findings = await takeSteps(this.context.host, steps, isOutdated);
      if (findings === undefined) return;
      this.told = snapshot;
      this.context.glanced(this, snapshot, findings);
    } catch {
      // The check, which comes next, meets the same error and tells of it.
    }
  }

  /** The last check, if it told anything, as far as it is of use to a glance. */
  private checked(): Checked | undefined {
    const { result } = this;
    if (result?.state !== 'ready') return undefined;
    return (this.late ??= { snapshot: result.snapshot, late: lateOf(result.findings) });
  }

  private hold(change: () => Promise<void>): Promise<void> {
    if (this.schedule.isSettled) this.context.due(this);
    return this.schedule.hold(change);
  }

  /** Checks the newest text in steps, and gives up where `isOutdated` says that there is a newer one. */
  private async check(isOutdated: IsOutdated): Promise<void> {
    const started = Date.now();
    try {
      const snapshot = this.snapshot();
      const findings = await takeSteps(this.context.host, snapshot.findingsInSteps(), isOutdated);
      if (findings === undefined) return;
      const isNew = this.result?.state !== 'ready' || this.result.snapshot !== snapshot;
      this.result = { state: 'ready', snapshot, findings, ms: Date.now() - started, isNew };
      this.late = undefined;
      this.told = snapshot;
    } catch (error) {
      this.result = { state: 'failed', error };
    }
    this.context.checked(this, this.result);
  }
}
