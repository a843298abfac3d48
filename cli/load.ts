import path from 'node:path';
import { configFile } from '../language/policy/config.js';
import { PolicyProject, type FileContent } from '../language/workspace.js';
import { listPolicyFiles } from '../server/disk/discover.js';
import { readPolicyFile } from '../server/disk/read.js';
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

/** Reads a policy with all its files. `today` is the date in UTC, `YYYY-MM-DD`. */
export async function loadPolicy(root: PolicyRoot, today: string): Promise<LoadedPolicy> {
  const project = new PolicyProject(today);
  const unreadable: string[] = [];
  const take = (file: string, content: FileContent): void => {
    if ('unreadable' in content) unreadable.push(file);
    project.setFile(file, content);
  };
  const config = root.hasConfig ? await readPolicyFile(path.join(root.folder, configFile)) : undefined;
  if (config && 'unreadable' in config) unreadable.push(configFile);
  project.setConfig(config);
  const { files, problems } = await listPolicyFiles(root.folder, project.settings.include, root.hasConfig);
  for (const { path: folder, message } of problems) take(folder, { unreadable: message });
  for (const file of files) {
    const content = await readPolicyFile(path.join(root.folder, file));
    // A file that is gone by now has never been there.
    if (content !== undefined) take(file, content);
  }
  return { root, project, config, unreadable };
}
