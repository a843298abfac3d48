import type { Finding } from '../language/findings.js';
import { configFile } from '../language/policy/config.js';
import { PolicyProject, type FileContent, type Snapshot } from '../language/workspace.js';
import { baseName, pathBelow, uriBelow } from './convert/uris.js';
import type { OpenDocuments } from './documents.js';
import type { Host, PolicyRoot } from './host.js';
import { includes } from './include.js';
import { Schedule } from './schedule.js';

/** Longest text of an open document that is read, in characters: as much as a file may have on disk. */
const maxTextLength = 16 * 1024 * 1024;

/** How many files are read at once. */
const readers = 16;

/** What became of the last check. */
export type CheckResult =
  | {
      readonly state: 'ready';
      readonly snapshot: Snapshot;
      readonly findings: readonly Finding[];
      readonly ms: number;
      readonly isNew: boolean;
    }
  | { readonly state: 'failed'; readonly error: unknown };

/** What a policy needs of the session around it. */
export interface PolicyContext {
  readonly host: Host;
  readonly documents: OpenDocuments;
  /** Called after each check. */
  readonly checked: (policy: Policy, result: CheckResult) => void;
  /** Called when a check has become due. */
  readonly due: (policy: Policy) => void;
}

/** One policy while it is of interest: its files, as they are on disk or open in the client, and its checks. */
export class Policy {
  private readonly project = new PolicyProject(today());
  /** Paths of its files, open or on disk. */
  private readonly paths = new Set<string>();
  /** Places of findings about folders that could not be read. */
  private unreadable: readonly string[] = [];
  /** Paths of open documents whose newest text the project does not have yet. */
  private readonly stale = new Set<string>();
  private config: FileContent | undefined;
  private readonly schedule: Schedule;
  private isIncluded: (path: string) => boolean = () => true;
  private result: CheckResult | undefined;

  constructor(
    readonly root: PolicyRoot,
    private readonly context: PolicyContext,
  ) {
    this.schedule = new Schedule(() => this.check(), context.host.breathe);
  }

  /** Its name, as a title. */
  get name(): string {
    return this.project.settings.name ?? (baseName(this.root.uri) || '/');
  }

  get fileCount(): number {
    return this.paths.size;
  }

  /** The date of the check, `YYYY-MM-DD`. */
  get asOf(): string {
    const { asOf } = this.project.settings;
    return asOf === 'today' ? today() : asOf;
  }

  /** The result of the last check, which may be of an older text. */
  get lastCheck(): CheckResult | undefined {
    return this.result;
  }

  /** Path of a document in the policy, were it in it: relative to the root. */
  pathOf(uri: string): string | undefined {
    if (this.root.kind === 'document') return uri === this.root.uri ? baseName(uri) : undefined;
    return pathBelow(this.root.uri, uri);
  }

  /** Normal URI of one of its files, `zoneflow.json` included. */
  uriOf(path: string): string {
    return this.root.kind === 'document' ? this.root.uri : uriBelow(this.root.uri, path);
  }

  /** Whether a document in this place belongs to the policy. Which policy's folder it is in is not looked at. */
  takes(path: string): boolean {
    return this.root.kind === 'document' || this.isIncluded(path);
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** Paths of all places that may have findings. */
  get places(): string[] {
    return [...this.paths, ...(this.root.kind === 'whole' ? [configFile] : []), ...this.unreadable];
  }

  /** Whether nothing is left of it: no file, and no folder that says it is one. */
  get isEmpty(): boolean {
    return this.paths.size === 0 && this.root.kind !== 'whole';
  }

  /** Reads `zoneflow.json` and looks which files there are; reads those that are new, with `all` every one. */
  scan(which: 'new' | 'all'): Promise<void> {
    return this.hold(() => this.scanNow(which));
  }

  private async scanNow(which: 'new' | 'all'): Promise<void> {
    await this.readConfig();
    const listing = await this.context.host.listFiles(this.root, this.project.settings.include);
    const listed = new Set(listing.files);
    for (const path of this.paths) if (!listed.has(path)) this.dropUnlessOpen(path);
    await this.readAll(listing.files.filter((path) => which === 'all' || !this.paths.has(path)));
    for (const path of this.unreadable) this.project.removeFile(path);
    for (const { path, message } of listing.problems) this.project.setFile(path, { unreadable: message });
    this.unreadable = listing.problems.map(({ path }) => path);
  }

  /** Takes the text of an open document from now on. */
  opened(path: string): void {
    this.adopt(path);
    this.changed('now');
  }

  /** The text of an open document has changed. */
  edited(path: string): void {
    this.stale.add(path);
    this.changed('rested');
  }

  /** An open document belongs to another policy from now on. */
  left(uri: string): void {
    const path = this.pathOf(uri);
    if (path === undefined) return;
    this.forget(path);
    this.changed('now');
  }

  /** Reads a file from disk again, unless it is open: it has changed there, or is no longer open. */
  reread(path: string): Promise<void> {
    return this.hold(() => this.read(path));
  }

  /** The policy with all changes so far. */
  snapshot(): Snapshot {
    for (const path of this.stale) {
      const document = this.openAt(path);
      if (document) this.project.setFile(path, ofDocument(path, document.getText()));
    }
    this.stale.clear();
    this.project.setDate(today());
    return this.project.snapshot();
  }

  /** Resolves when the newest text has been checked. */
  async settled(): Promise<void> {
    await this.schedule.settled();
  }

  private hold(change: () => Promise<void>): Promise<void> {
    if (this.schedule.isSettled) this.context.due(this);
    return this.schedule.hold(change);
  }

  private changed(when: 'now' | 'rested'): void {
    if (this.schedule.isSettled) this.context.due(this);
    this.schedule.request(when);
  }

  dispose(): void {
    this.schedule.dispose();
  }

  private check(): void {
    const started = Date.now();
    try {
      const snapshot = this.snapshot();
      const findings = snapshot.findings();
      const isNew = this.result?.state !== 'ready' || this.result.snapshot !== snapshot;
      this.result = { state: 'ready', snapshot, findings, ms: Date.now() - started, isNew };
    } catch (error) {
      this.result = { state: 'failed', error };
    }
    this.context.checked(this, this.result);
  }

  private async readConfig(): Promise<void> {
    if (this.root.kind === 'whole') {
      const uri = this.uriOf(configFile);
      const open = this.context.documents.get(uri);
      const content = open ? { text: open.getText() } : await this.context.host.readFile(uri);
      if (JSON.stringify(content) !== JSON.stringify(this.config)) this.project.setConfig(content);
      this.config = content;
    }
    this.isIncluded = includes(this.project.settings.include);
  }

  private async readAll(paths: readonly string[]): Promise<void> {
    const queue = [...paths];
    const reader = async (): Promise<void> => {
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) await this.read(path);
    };
    await Promise.all(Array.from({ length: Math.min(readers, queue.length) }, reader));
  }

  private async read(path: string): Promise<void> {
    const content = this.openAt(path) ? undefined : await this.context.host.readFile(this.uriOf(path));
    if (this.openAt(path)) return this.adopt(path);
    if (content === undefined) return this.dropUnlessOpen(path);
    this.paths.add(path);
    this.project.setFile(path, content);
  }

  private adopt(path: string): void {
    this.paths.add(path);
    this.stale.add(path);
  }

  private dropUnlessOpen(path: string): void {
    if (!this.openAt(path)) this.forget(path);
  }

  private forget(path: string): void {
    this.paths.delete(path);
    this.stale.delete(path);
    this.project.removeFile(path);
  }

  private openAt(path: string): ReturnType<OpenDocuments['get']> {
    return this.context.documents.get(this.uriOf(path));
  }
}

function ofDocument(path: string, text: string): FileContent {
  if (text.length <= maxTextLength) return { text };
  return {
    unreadable: `${baseName(path)} is longer than 16 million characters and was not read. Split it into several files.`,
  };
}

/** Today's date in UTC, `YYYY-MM-DD`. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
