import { configFile } from '../language/policy/config.js';
import { baseName, folderOf, pathBelow, uriBelow } from './convert/uris.js';
import type { OpenDocuments } from './documents.js';
import type { Host, PolicyRoot } from './host.js';
import { Policy, type PolicyContext } from './policy.js';

/** A file that has changed on disk. */
export interface DiskChange {
  readonly uri: string;
  readonly type: 'created' | 'changed' | 'deleted';
}

export interface PoliciesContext extends PolicyContext {
  /** Called when a policy is no longer of interest: what was said of it is to be taken back. */
  readonly gone: (policy: Policy) => void;
  /** Whether a policy is kept though none of its documents is open: it lies in a folder of the workspace. */
  readonly keeps: (root: PolicyRoot) => boolean;
  readonly log: (error: unknown) => void;
}

/**
 * All policies of interest: those with an open document, those that had one and lie in the workspace, and those that were
 * asked about. Which policy a document belongs to changes with what is on disk, so all such changes happen one after the other.
 */
export class Policies {
  private readonly byRoot = new Map<string, Policy>();
  private readonly ofDocument = new Map<string, Policy>();
  private readonly host: Host;
  private readonly documents: OpenDocuments;
  private turns: Promise<unknown> = Promise.resolve();

  constructor(private readonly context: PoliciesContext) {
    this.host = context.host;
    this.documents = context.documents;
  }

  all(): Policy[] {
    return [...this.byRoot.values()];
  }

  /** The policy of an open document, if it has been found by now. Takes a normal URI. */
  known(uri: string): Policy | undefined {
    return this.ofDocument.get(uri);
  }

  /** The policy that a document belongs to, or whose root the URI is; `undefined` where there is no such policy. */
  async of(uri: string): Promise<Policy | undefined> {
    const known = this.known(uri) ?? this.byRoot.get(uri);
    if (known) return known;
    return this.inTurn(() => (this.documents.get(uri) ? this.assign(uri) : this.ofClosed(uri)));
  }

  /** A document has been opened. */
  opened(uri: string): Promise<unknown> {
    if (isConfig(uri)) return this.configChanged(uri);
    return this.inTurn(() => this.assign(uri));
  }

  /** The text of an open document has changed. */
  edited(uri: string): void {
    if (isConfig(uri)) void this.configChanged(uri);
    const policy = this.known(uri);
    const path = policy?.files.pathOf(uri);
    if (policy && path !== undefined) policy.edited(path);
  }

  /** A document is no longer open: the disk counts again. */
  closed(uri: string): Promise<unknown> {
    if (isConfig(uri)) return this.configChanged(uri);
    return this.inTurn(async () => {
      const policy = this.known(uri);
      const path = policy?.files.pathOf(uri);
      this.ofDocument.delete(uri);
      if (policy && path !== undefined) await policy.reread(path);
      this.prune();
    });
  }

  /** Files have changed on disk. */
  changedOnDisk(changes: readonly DiskChange[]): Promise<unknown> {
    return this.inTurn(() => this.followDisk(changes));
  }

  /** Resolves when all that has been told of the disk so far has been looked at. */
  async followed(): Promise<void> {
    await this.turns;
  }

  /** Looks at the disk again: for one policy whole, or at which files there are for all. */
  rescan(policy?: Policy): Promise<unknown> {
    return this.inTurn(async () => {
      await this.regroup(policy ? 'new' : 'all');
      if (policy && this.byRoot.get(policy.root.uri) === policy) await policy.scan('all');
      this.prune();
    });
  }

  /** Lets go of what `keeps` no longer keeps. */
  review(): Promise<unknown> {
    return this.inTurn(async () => this.prune());
  }

  dispose(): void {
    for (const policy of this.all()) policy.dispose();
    this.byRoot.clear();
    this.ofDocument.clear();
  }

  private inTurn<Result>(change: () => Promise<Result>): Promise<Result | undefined> {
    const result = this.turns.then(change).catch((error: unknown) => {
      this.context.log(error);
      return undefined;
    });
    this.turns = result;
    return result;
  }

  /** Finds the policy of an open document and puts the document into it. */
  private async assign(uri: string): Promise<Policy | undefined> {
    const folderPolicy = await this.at(await this.host.findRoot(uri));
    if (this.documents.get(uri) === undefined) {
      this.prune();
      return undefined;
    }
    const inFolder = folderPolicy.files.pathOf(uri);
    const fits = inFolder !== undefined && folderPolicy.files.takes(inFolder);
    const policy = fits ? folderPolicy : await this.at({ kind: 'document', uri });
    if (this.ofDocument.get(uri) !== policy) this.ofDocument.delete(uri);
    // Where a document is closed and opened while policies change, others can have it still than the one it was in last.
    for (const other of this.all()) if (other !== policy && other.holds(uri)) other.left(uri);
    // Who asks about a document that is not of a policy yet waits: it shall not be read for them all at once.
    await policy.opened(policy.files.pathOf(uri)!);
    this.ofDocument.set(uri, policy);
    if (!fits) this.prune();
    return policy;
  }

  private async ofClosed(uri: string): Promise<Policy | undefined> {
    const root = await this.host.findRoot(uriBelow(uri, configFile));
    // To a folder without a zoneflow.json, a file in it looks as a folder would.
    const whole = root.uri === uri ? await this.at(root) : undefined;
    if (whole && !whole.isEmpty) return whole;
    this.prune();
    const policy = await this.at(await this.host.findRoot(uri));
    const path = policy.files.pathOf(uri);
    if (path !== undefined && policy.files.has(path)) return policy;
    this.prune();
    return undefined;
  }

  private async at(root: PolicyRoot): Promise<Policy> {
    const known = this.byRoot.get(root.uri);
    if (known && known.root.kind === root.kind) return known;
    if (known) this.drop(known);
    const policy = new Policy(root, this.context);
    this.byRoot.set(root.uri, policy);
    await policy.scan('all');
    return policy;
  }

  private async followDisk(changes: readonly DiskChange[]): Promise<void> {
    const text = changes.filter(({ uri, type }) => type === 'changed' && !isConfig(uri));
    for (const { uri } of text) {
      for (const policy of this.byRoot.values()) {
        const path = policy.files.pathOf(uri);
        if (path !== undefined && policy.files.has(path)) await policy.reread(path);
      }
    }
    if (text.length < changes.length) await this.regroup('all');
    this.prune();
  }

  private configChanged(uri: string): Promise<unknown> {
    return this.changedOnDisk([
      { uri, type: 'changed' },
      { uri: folderOf(uri), type: 'created' },
    ]);
  }

  /** Which folders are roots, and which files are in them, may have changed. With `all` files that are there still are read, too. */
  private async regroup(scan: 'all' | 'new'): Promise<void> {
    for (const policy of this.all()) {
      if (policy.root.kind === 'document') continue;
      const now = await this.host.findRoot(policy.files.uriOf(configFile));
      if (now.uri === policy.root.uri && now.kind === policy.root.kind) await policy.scan(scan);
      else this.drop(policy);
    }
    for (const uri of this.documents.uris()) if (!isConfig(uri)) await this.assign(uri);
  }

  private drop(policy: Policy): void {
    policy.dispose();
    this.byRoot.delete(policy.root.uri);
    for (const [uri, owner] of this.ofDocument) if (owner === policy) this.ofDocument.delete(uri);
    this.context.gone(policy);
  }

  private prune(): void {
    const inUse = new Set(this.ofDocument.values());
    for (const policy of this.all()) {
      if (!inUse.has(policy) && (policy.isEmpty || !this.context.keeps(policy.root))) this.drop(policy);
    }
  }
}

const isConfig = (uri: string): boolean => baseName(uri) === configFile;

/** Whether a folder lies in another or is it. Takes URIs. */
export const liesIn = (uri: string, folder: string): boolean =>
  uri === folder || pathBelow(folder, uri) !== undefined;
