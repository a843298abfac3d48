import type { FindingCode } from '../language/findings.js';
import type { FileContent } from '../language/workspace.js';

/**
 * Where a policy's files are: `whole` is a folder with a `zoneflow.json` and all below it up to the next such folder,
 * `flat` a folder by itself, `document` one document that belongs to no folder's policy.
 */
export interface PolicyRoot {
  readonly kind: 'whole' | 'flat' | 'document';
  /** URI of the folder, without `/` at its end; for `document` that of the document. */
  readonly uri: string;
}

/** The files of a policy, as paths relative to its root with `/`, and the folders that could not be looked into. */
export interface Listing {
  readonly files: readonly string[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Where the server finds the files of policies. URIs are text in the form of `normalUri`. No function rejects: what cannot
 * be read is said in the answer.
 */
export interface Files {
  /** The root of the policy that a document belongs to by its place; `include` of `zoneflow.json` is not looked at. */
  findRoot(uri: string): Promise<PolicyRoot>;
  /** The files below a root that `include` (globs) names. */
  listFiles(root: PolicyRoot, include: readonly string[]): Promise<Listing>;
  /** The text of a file of a policy, or why it cannot be had; `undefined` where there is no such file below the root. */
  readFile(uri: string, root: PolicyRoot): Promise<FileContent | undefined>;
}

/** A policy as it was at an earlier time. */
export interface PastPolicy {
  /** The whole id of the commit. */
  readonly commit: string;
  /** Its root as a path from the top of the repository, with `/`; '' for the top. */
  readonly root: string;
  /** What `zoneflow.json` held; `undefined` where there was none. */
  readonly config: FileContent | undefined;
  /** The files of the policy by path relative to its root. */
  readonly files: ReadonlyMap<string, FileContent>;
  /** What the user should know of files that were left out. */
  readonly notes: readonly string[];
  /** Whether there was a policy: a `zoneflow.json`, or a policy file. */
  readonly isThere: boolean;
}

/** What is said where a policy’s history cannot be read. */
export const noHistory = {
  problem:
    'This policy has no history that can be read here. Open it from a folder of a Git work tree in VS Code on a desktop, or compare on the command line: `zoneflow diff HEAD`.',
};

/** What the server needs of the machine it runs on. All that differs between Node and a web worker is behind it. */
export interface Host extends Files {
  /**
   * The policy of a root at a revision of its repository, or why it cannot be had. Without it the host knows of no history.
   */
  readPast?(root: PolicyRoot, revision: string): Promise<PastPolicy | { readonly problem: string }>;
  /** URI of the page that tells what a finding means; `undefined` where there is none. Without it there are none at all. */
  pageOf?(code: FindingCode): string | undefined;
  /** Lets waiting messages in before work goes on. */
  breathe(): Promise<void>;
  /** Whether something that was sent is still on its way out of this process. Without it that is not known. */
  isSending?(): boolean;
  /** Told now and then how many characters all open documents hold, to make room for what is worked out of them. */
  makeRoom?(characters: number): void;
}
