import path from 'node:path';
import { configFile, defaultConfig, readConfig } from '../language/policy/config.js';
import { PolicyProject, type FileContent } from '../language/workspace.js';
import { listPolicyFiles } from '../server/disk/discover.js';
import { readFileOf } from '../server/disk/read.js';
import type { PolicyRoot } from './roots.js';

/** A policy as it was read from disk. */
export interface LoadedPolicy {
  readonly root: PolicyRoot;
  readonly project: PolicyProject;
  /** What `zoneflow.json` holds; `undefined` where there is none. */
  readonly config: FileContent | undefined;
  /** What should be read and could not be, by path relative to the root; each is a finding of the project too. */
  readonly unreadable: readonly string[];
}

/** The texts of a policy as they are on disk. */
export interface PolicyTexts {
  readonly config: FileContent | undefined;
  /** By path relative to the root; what should be read and could not be, too. */
  readonly files: ReadonlyMap<string, FileContent>;
}

/** Reads the texts of a policy. */
export async function readPolicy(root: PolicyRoot): Promise<PolicyTexts> {
  const config = root.hasConfig
    ? await readFileOf(root.folder, path.join(root.folder, configFile))
    : undefined;
  const { include } = config && 'text' in config ? readConfig(config.text).config : defaultConfig;
  const listed = await listPolicyFiles(root.folder, include, root.hasConfig);
  const files = new Map<string, FileContent>();
  for (const { path: folder, message } of listed.problems) files.set(folder, { unreadable: message });
  for (const file of listed.files) {
    const content = await readFileOf(root.folder, path.join(root.folder, file));
    // A file that is gone by now has never been there.
    if (content !== undefined) files.set(file, content);
  }
  return { config, files };
}

/** What of some texts could not be read, by path relative to the root. */
export const unreadableIn = ({ config, files }: PolicyTexts): string[] => [
  ...(config && 'unreadable' in config ? [configFile] : []),
  ...[...files].flatMap(([file, content]) => ('unreadable' in content ? [file] : [])),
];

/** Reads a policy with all its files. `today` is the date in UTC, `YYYY-MM-DD`. */
export async function loadPolicy(root: PolicyRoot, today: string): Promise<LoadedPolicy> {
  const texts = await readPolicy(root);
  const project = new PolicyProject(today);
  project.setConfig(texts.config);
  for (const [file, content] of texts.files) project.setFile(file, content);
  return { root, project, config: texts.config, unreadable: unreadableIn(texts) };
}
