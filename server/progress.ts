import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Policy } from './policy.js';

/** A check that takes longer is shown as going on. Milliseconds. */
const longCheckMs = 500;

/** One check that may turn out long. */
interface Watched {
  readonly timer: ReturnType<typeof setTimeout>;
  reporter: WorkDoneProgressServerReporter | undefined;
}

/** Shows checks that take long as work in progress, for clients that can show it. */
export class CheckProgress {
  private readonly watched = new Map<Policy, Watched>();

  constructor(
    private readonly connection: Connection,
    private readonly supported: boolean,
    private readonly log: (error: unknown) => void,
    private readonly longMs = longCheckMs,
  ) {}

  /** A check has become due. One that follows an edit during another is the same work to the user. */
  begin(policy: Policy): void {
    if (!this.supported || this.watched.has(policy)) return;
    const timer = setTimeout(() => void this.show(policy), this.longMs);
    this.watched.set(policy, { timer, reporter: undefined });
  }

  /** The check has come to its end, or will never. */
  end(policy: Policy): void {
    const watched = this.watched.get(policy);
    if (watched === undefined) return;
    this.watched.delete(policy);
    clearTimeout(watched.timer);
    watched.reporter?.done();
  }

  dispose(): void {
    for (const policy of [...this.watched.keys()]) this.end(policy);
  }

  private async show(policy: Policy): Promise<void> {
    try {
      const reporter = await this.connection.window.createWorkDoneProgress();
      const watched = this.watched.get(policy);
      reporter.begin(`Checking ${policy.files.name}`);
      // The client may have taken longer to answer than the check did.
      if (watched === undefined) reporter.done();
      else watched.reporter = reporter;
    } catch (error) {
      this.log(error);
    }
  }
}
