import { configFile } from '../language/policy/config.js';
import { PolicyProject, type FileContent, type Snapshot } from '../language/workspace.js';
import { baseName, pathBelow, uriBelow } from './convert/uris.js';
import type { OpenDocument, OpenDocuments } from './documents.js';
import type { Host, PolicyRoot } from './host.js';
import { includes } from './include.js';
import { takeSteps } from './steps.js';

/** How many files are read at once. */
const readers = 16;

/** The files of one policy, as they are open in the client or else on disk, and what the engine makes of them. */
export class PolicyFiles {
  private readonly project = new PolicyProject(today());
  private readonly paths = new Set<string>();
  /** Places of findings about folders that could not be read. */
  private unreadable: readonly string[] = [];
  /** Paths that the last look at the disk did not find in the policy; those that are left are open. */
  private unlisted: ReadonlySet<string> = new Set();
  /** Paths of open documents whose newest text the project does not have yet. */
  private readonly stale = new Set<string>();
  private isIncluded: (path: string) => boolean = () => true;
  private config: FileContent | undefined;

  constructor(
    readonly root: PolicyRoot,
    private readonly host: Host,
    private readonly documents: OpenDocuments,
  ) {}

  /** The policy's name, as a title. */
  get name(): string {
    return this.project.settings.name ?? (baseName(this.root.uri) || '/');
  }

  get count(): number {
    return this.paths.size;
  }

  /** Length of all texts together, in characters. */
  get length(): number {
    return this.snapshot().files.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** The date of the check, `YYYY-MM-DD`. */
  get asOf(): string {
    const { asOf } = this.project.settings;
    return asOf === 'today' ? today() : asOf;
  }

  /** Path of a document in the policy, were it in it: relative to the root. */
  pathOf(uri: string): string | undefined {
    if (this.root.kind === 'document') return uri === this.root.uri ? baseName(uri) : undefined;
    return pathBelow(this.root.uri, uri);
  }

  /** Normal URI of a file of the policy, `zoneflow.json` included. */
  uriOf(path: string): string {
    return this.root.kind === 'document' ? this.root.uri : uriBelow(this.root.uri, path);
  }

  /** Whether a document in this place belongs to the policy. Whether another policy's folder is around it is not looked at. */
  takes(path: string): boolean {
    return this.root.kind === 'document' || this.isIncluded(path);
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** Where an open document was last edited, if it was: an offset. */
  editedAt(path: string): number | undefined {
    return this.openAt(path)?.edited;
  }

  /** Paths of all places that may have findings. */
  get places(): string[] {
    return [...this.paths, ...(this.root.kind === 'whole' ? [configFile] : []), ...this.unreadable];
  }

  /** Takes the text of an open document from now on, once it has been read: what is long is read in steps. */
  async adopt(path: string): Promise<void> {
    const document = this.openAt(path);
    if (document) await this.put(path, document);
    this.paths.add(path);
    this.stale.add(path);
  }

  /** The text of an open document has changed. */
  edited(path: string): void {
    this.stale.add(path);
  }

  /** A file is no longer part of the policy. */
  forget(path: string): void {
    this.paths.delete(path);
    this.stale.delete(path);
    this.project.removeFile(path);
  }

  /** Reads `zoneflow.json` and looks which files there are; reads those that are new, with `all` every one. */
  async scan(which: 'new' | 'all'): Promise<void> {
    await this.readConfig();
    const listing = await this.host.listFiles(this.root, this.project.settings.include);
    const listed = new Set(listing.files);
    this.unlisted = new Set([...this.paths].filter((path) => !listed.has(path)));
    for (const path of this.unlisted) this.forgetUnlessOpen(path);
    await this.readAll(listing.files.filter((path) => which === 'all' || !this.paths.has(path)));
    for (const path of this.unreadable) this.project.removeFile(path);
    for (const { path, message } of listing.problems) this.project.setFile(path, { unreadable: message });
    this.unreadable = listing.problems.map(({ path }) => path);
  }

  /** Reads a file from disk, unless it is open. */
  async read(path: string): Promise<void> {
    // It was closed before its document could move to the policy that it belongs to.
    if (!this.openAt(path) && this.unlisted.has(path)) return this.forget(path);
    const content = this.openAt(path) ? undefined : await this.host.readFile(this.uriOf(path), this.root);
    if (this.openAt(path)) return this.adopt(path);
    if (content === undefined) return this.forgetUnlessOpen(path);
    await this.put(path, content);
    if (this.openAt(path)) return this.adopt(path);
    this.paths.add(path);
  }

  /** Others are let in while a long text is read. */
  private async put(path: string, content: FileContent): Promise<void> {
    await takeSteps(this.host, this.project.setFileInSteps(path, content), () => false);
  }

  /** The policy with all changes so far. */
  snapshot(): Snapshot {
    for (const path of this.stale) {
      const document = this.openAt(path);
      if (document) this.project.setFile(path, document);
    }
    this.stale.clear();
    this.project.setDate(today());
    return this.project.snapshot();
  }

  private async readConfig(): Promise<void> {
    if (this.root.kind === 'whole') {
      const uri = this.uriOf(configFile);
      const open = this.documents.get(uri);
      const content = open ? { text: open.text } : await this.host.readFile(uri, this.root);
      if (JSON.stringify(content) !== JSON.stringify(this.config)) this.project.setConfig(content);
      this.config = content;
    }
    this.isIncluded = await includes(this.project.settings.include);
  }

  private async readAll(paths: readonly string[]): Promise<void> {
    const queue = [...paths];
    const reader = async (): Promise<void> => {
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) await this.read(path);
    };
    await Promise.all(Array.from({ length: Math.min(readers, queue.length) }, reader));
  }

  private forgetUnlessOpen(path: string): void {
    if (!this.openAt(path)) this.forget(path);
  }

  private openAt(path: string): OpenDocument | undefined {
    return this.documents.get(this.uriOf(path));
  }
}

/** Today's date in UTC, `YYYY-MM-DD`. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
