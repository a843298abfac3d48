import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What makes an editor fit for a first look: our folders are trusted, nothing calls home, nothing asks. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'npm.autoDetect': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'chat.commandCenter.enabled': false,
};

/**
 * Writes the settings of a VS Code server's user.
 *
 * @param {string} dataFolder the folder that goes to the server as `--server-data-dir`
 * @param {Record<string, unknown>} [more] settings beside the quiet ones
 */
export async function writeProfile(dataFolder, more = {}) {
  const user = path.join(dataFolder, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(
    path.join(user, 'settings.json'),
    `${JSON.stringify({ ...quietSettings, ...more }, null, 2)}\n`,
  );
}
