import {
  Disposable,
  TestMessage,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  type CancellationToken,
  type TestItem,
  type TestRun,
} from 'vscode';
import { methods, type StatusParams, type TestOutcome, type TestsResult } from '../../server/protocol.js';
import { normalUri } from '../documents.js';
import type { PolicyServer } from '../server.js';
import type { PolicyStatus } from '../status.js';
import { policyFiles } from './discover.js';
import { TestTree, type Subject } from './items.js';
import { messageOf } from './messages.js';

/** The tests and intents of all policies in the Test Explorer and beside their lines. */
export class PolicyTests implements Disposable {
  private readonly controller = tests.createTestController('zoneflow', 'Zoneflow');
  private readonly tree = new TestTree(this.controller);
  private readonly outcomes = new Map<string, TestOutcome['state']>();
  /** Runs that the user wants repeated at every change. */
  private readonly continuous = new Set<TestRunRequest>();
  private readonly subscriptions: Disposable;

  constructor(
    private readonly server: PolicyServer,
    status: PolicyStatus,
  ) {
    this.controller.resolveHandler = async (item) => (item ? undefined : this.discover());
    this.controller.refreshHandler = () => this.discover();
    const run = (request: TestRunRequest, token: CancellationToken): Promise<void> =>
      this.start(request, token);
    const profile = this.controller.createRunProfile('Prove', TestRunProfileKind.Run, run, true);
    profile.supportsContinuousRun = true;
    this.subscriptions = Disposable.from(
      this.controller,
      status.onDidChange((change) => this.checked(change)),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Ids of all that can be run, for tests of the extension. */
  ids(): string[] {
    return [...this.tree.runnable(this.tree.roots(), new Set()).values()].map(({ id }) => id);
  }

  /** What became of each statement in its last run, by id, for tests of the extension. */
  get results(): ReadonlyMap<string, TestOutcome['state']> {
    return this.outcomes;
  }

  /** Looks for policies in the workspace, also those of which no file is open. */
  private async discover(): Promise<void> {
    const files = await policyFiles();
    const seen = new Set<string>();
    for (const uri of files.map((file) => file.toString()).sort()) {
      // A file below a known root may be a policy of its own; one beside a file that was asked about is not.
      const folder = uri.slice(0, uri.lastIndexOf('/'));
      if (seen.has(folder)) continue;
      seen.add(folder);
      await this.show(uri);
    }
  }

  private async checked({ root, state }: StatusParams): Promise<void> {
    if (state !== 'ready') return;
    await this.show(root);
    const item = this.tree.of(root);
    if (!item) return;
    this.controller.invalidateTestResults(item);
    for (const request of this.continuous) {
      const touched = request.include?.some((one) => rootIdOf(one) === root) ?? true;
      if (touched) await this.run(request);
    }
  }

  private async show(uri: string): Promise<void> {
    try {
      const found = await this.server.request<TestsResult | null>(methods.tests, { uri });
      if (found) this.tree.show(found);
      else this.tree.remove(uri);
    } catch (error) {
      this.server.output.debug(`The tests of ${normalUri(uri)} could not be listed: ${String(error)}`);
    }
  }

  private async start(request: TestRunRequest, token: CancellationToken): Promise<void> {
    if (request.continuous) {
      this.continuous.add(request);
      token.onCancellationRequested(() => this.continuous.delete(request));
    }
    await this.run(request);
  }

  private async run(request: TestRunRequest): Promise<void> {
    const run = this.controller.createTestRun(request);
    const included = request.include ?? this.tree.roots();
    const wanted = this.tree.runnable(included, new Set(request.exclude));
    for (const item of wanted.keys()) run.started(item);
    for (const root of new Set([...wanted.values()].map((subject) => subject.root))) {
      if (run.token.isCancellationRequested) break;
      await this.runPolicy(run, root, wanted);
    }
    run.end();
  }

  private async runPolicy(run: TestRun, root: string, wanted: Map<TestItem, Subject>): Promise<void> {
    const items = [...wanted].filter(([, subject]) => subject.root === root);
    const ids = items.map(([, { id }]) => id);
    const params = { uri: root, ids };
    const answer = await this.server
      .request<TestOutcome[] | null>(methods.runTests, params)
      .catch((error: unknown) => void this.server.output.error(String(error)));
    const byId = new Map(answer?.map((outcome) => [outcome.id, outcome]));
    for (const [item, { id }] of items) {
      if (answer) this.report(run, item, byId.get(id));
      else
        run.errored(item, new TestMessage('The language server did not answer. Restart it and run again.'));
    }
  }

  /** What is no longer in the text has no outcome. */
  private report(run: TestRun, item: TestItem, outcome: TestOutcome | undefined): void {
    if (!outcome) return run.skipped(item);
    this.outcomes.set(outcome.id, outcome.state);
    run.appendOutput(`${outcome.state.padEnd(9)} ${item.label}\r\n`);
    if (outcome.state === 'holds') run.passed(item);
    else if (outcome.state === 'failed') run.failed(item, messageOf(outcome));
    else run.errored(item, messageOf(outcome));
  }
}

/** The id of the policy that an item belongs to. */
function rootIdOf(item: TestItem): string {
  let top = item;
  while (top.parent) top = top.parent;
  return top.id;
}
