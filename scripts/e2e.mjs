/**
 * Runs the suite of `test/e2e` inside a real VS Code. The bundles must be built.
 *
 *   node scripts/e2e.mjs [--electron | --installed] [--grep TEXT]
 *
 * `--electron` takes a desktop VS Code instead of the server from npm; `--installed` packs the extension, installs it into
 * a VS Code that knows nothing of this checkout, and runs the suite of `test/e2e/installed` there; `--grep` runs only the tests whose title holds the text.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runInDesktop } from './e2e/in-desktop.mjs';
import { runInServer } from './e2e/in-server.mjs';
import { makePackages } from './package.mjs';
import { Problem, runProgram } from './lib/progress.mjs';
import { cacheFolder, root } from './lib/project.mjs';

const deadline = 10 * 60_000;

await runProgram(async () => {
  const { values } = parseArgs({
    options: { electron: { type: 'boolean' }, installed: { type: 'boolean' }, grep: { type: 'string' } },
  });
  const suite = values.installed ? 'dist/test/e2e/installed/suite.cjs' : 'dist/test/e2e/suite.cjs';
  const tests = path.join(root, suite);
  if (!existsSync(tests)) throw new Problem('The suite is not built. Run npm run build first.');
  const screenshots = path.join(cacheFolder, values.installed ? 'screenshots-installed' : 'screenshots');
  await rm(screenshots, { recursive: true, force: true });
  await mkdir(screenshots, { recursive: true });
  const environment = testEnvironment(values.grep);
  const code = values.electron
    ? await runInDesktop({ tests, screenshots, environment })
    : await runInServer({
        tests,
        screenshots,
        environment,
        deadline,
        ...(values.installed && (await packed())),
      });
  console.log(`  pictures are in ${path.relative(root, screenshots)}/`);
  return code;
});

/** The packed extension, and in place of the one under development one that is nothing but there. */
async function packed() {
  const { extension } = await makePackages(path.join(cacheFolder, 'packages'));
  return { installed: extension, extension: path.join(root, 'test/e2e/installed') };
}

/** Variables that the extension host hands to the suite. */
function testEnvironment(grep) {
  const names = ['ZONEFLOW_RESULTS', 'ZONEFLOW_LONG'].filter((name) => process.env[name]);
  const passedOn = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  return { ...passedOn, ...(grep ? { ZONEFLOW_GREP: grep } : {}) };
}
