import {
  Disposable,
  EventEmitter,
  languages,
  LanguageStatusSeverity,
  StatusBarAlignment,
  ThemeColor,
  window,
} from 'vscode';
import { methods, type StatusParams } from '../server/protocol.js';
import { isPolicy, normalUri } from './documents.js';
import { rootOf } from './roots.js';
import type { PolicyServer } from './server.js';
import { statusText, type StatusText } from './status-text.js';

const severities = {
  error: LanguageStatusSeverity.Error,
  warning: LanguageStatusSeverity.Warning,
  none: LanguageStatusSeverity.Information,
} as const;

const starting: StatusText = {
  bar: '$(sync~spin) Zoneflow',
  text: 'Zoneflow is starting',
  detail: '',
  severity: 'none',
  busy: true,
};

const stopped: StatusText = {
  bar: '$(error) Zoneflow',
  text: 'Zoneflow has stopped',
  detail: 'Policies are not checked. Restart the language server.',
  severity: 'error',
  busy: false,
};

/** Shows how the check of the active editor's policy stands, as a language status and in the status bar. */
export class PolicyStatus implements Disposable {
  private readonly item = languages.createLanguageStatusItem('zoneflow.status', { language: 'zoneflow' });
  private readonly bar = window.createStatusBarItem('zoneflow.status', StatusBarAlignment.Right, 100);
  private readonly policies = new Map<string, StatusParams>();
  private readonly changes = new EventEmitter<StatusParams>();
  /** A policy is being checked, or has been. */
  readonly onDidChange = this.changes.event;
  private readonly subscriptions: Disposable;

  constructor(private readonly server: PolicyServer) {
    this.item.name = 'Zoneflow';
    this.bar.name = 'Zoneflow Policy';
    server.onNotification<StatusParams>(methods.status, (status) => {
      this.policies.set(normalUri(status.root), status);
      this.show();
      this.changes.fire(status);
    });
    this.subscriptions = Disposable.from(
      window.onDidChangeActiveTextEditor(() => this.show()),
      server.onDidChangeState((state) => {
        if (state !== 'running') this.policies.clear();
        this.show();
      }),
    );
    this.show();
  }

  /** URIs of the policy roots that the server has told of. */
  get roots(): Iterable<string> {
    return this.policies.keys();
  }

  /** The latest status of the policy that holds the document. */
  of(document: string): StatusParams | undefined {
    const root = rootOf(document, this.policies.keys());
    return root === undefined ? undefined : this.policies.get(root);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changes.dispose();
    this.item.dispose();
    this.bar.dispose();
  }

  private show(): void {
    const document = window.activeTextEditor?.document;
    if (!isPolicy(document)) {
      this.bar.hide();
      return;
    }
    this.paint(this.describe(document.uri.toString()));
    this.bar.show();
  }

  private describe(document: string): StatusText {
    if (this.server.state === 'failed') return stopped;
    const status = this.of(document);
    return status ? statusText(status) : starting;
  }

  private paint(shown: StatusText): void {
    const restart = { title: 'Restart Server', command: 'zoneflow.restartServer' };
    const problems = { title: 'Show Problems', command: 'workbench.actions.view.problems' };
    const command = this.server.state === 'failed' ? restart : problems;
    this.item.text = shown.text;
    this.item.detail = shown.detail;
    this.item.severity = severities[shown.severity];
    this.item.busy = shown.busy;
    this.item.command = command;
    this.bar.text = shown.bar;
    this.bar.tooltip = [shown.text, shown.detail].filter((line) => line !== '').join('\n');
    this.bar.command = command.command;
    this.bar.backgroundColor =
      this.server.state === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
  }
}
