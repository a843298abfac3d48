/**
 * Plays the scenes of `test/e2e/scenes.ts` in the real editor and writes their pictures to `docs/images/`.
 *
 *   npm run screenshots [-- --only NAME]
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runInServer } from './e2e/in-server.mjs';
import { runProgram, step } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

/** Pictures are looked at small: larger letters, and nothing that is not the subject. */
const settings = {
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'editor.inlayHints.enabled': 'off',
  'editor.cursorBlinking': 'solid',
  'workbench.activityBar.location': 'default',
  'window.commandCenter': false,
};

await runProgram(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  await step('building', () => build());
  const screenshots = path.join(root, 'docs/images');
  await mkdir(screenshots, { recursive: true });
  const tests = path.join(root, 'dist/test/e2e/scenes-suite.cjs');
  const environment = values.only ? { ZONEFLOW_GREP: values.only } : {};
  return runInServer({ tests, screenshots, environment, settings, deadline: 5 * 60_000 });
});
