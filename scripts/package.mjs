/**
 * Builds what is installed: the extension and the npm package with the command line and the library.
 *
 *   npm run package -- [--out FOLDER]
 *
 * Both are put together from their parts in a folder of their own with a manifest of their own, so that nothing gets into
 * one that is not listed here. Without `--out` they go to `dist/packages/`.
 */
import { createVSIX } from '@vscode/vsce';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { extensionParts, libraryTypes, npmParts } from './lib/parts.mjs';
import { runNpm } from './lib/npm.mjs';
import { run } from './lib/processes.mjs';
import { thirdPartyNotices } from './lib/notices.mjs';
import { Problem, runProgram } from './lib/progress.mjs';
import { isMain, root } from './lib/project.mjs';

/**
 * Builds both packages.
 *
 * @param {string} out the folder that they are put into
 * @returns {Promise<{ extension: string, npm: string }>} the files' paths
 */
export async function makePackages(out) {
  const work = await mkdtemp(path.join(tmpdir(), 'zoneflow-package-'));
  try {
    const dist = path.join(work, 'dist');
    const notices = await thirdPartyNotices(await build({ production: true, dist }));
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    await mkdir(out, { recursive: true });
    const stage = { work, dist, out, manifest, notices };
    return { extension: await makeExtension(stage), npm: await makeNpmPackage(stage) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeExtension({ work, dist, out, manifest, notices }) {
  const folder = path.join(work, 'extension');
  const forDevelopers = ['files', 'scripts', 'devDependencies', 'allowScripts', 'bin'];
  const kept = Object.entries(manifest).filter(([key]) => !forDevelopers.includes(key));
  await putTogether(folder, dist, extensionParts, notices);
  await writeJson(path.join(folder, 'package.json'), Object.fromEntries(kept));
  const packagePath = path.join(out, `zoneflow-${manifest.version}.vsix`);
  await quietly(() =>
    createVSIX({
      cwd: folder,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    }),
  );
  return packagePath;
}

async function makeNpmPackage({ work, dist, out, manifest, notices }) {
  const folder = path.join(work, 'npm');
  await putTogether(folder, dist, npmParts, notices);
  for (const file of await libraryTypes()) {
    await cp(path.join(root, 'out', file), path.join(folder, 'types', file));
  }
  const { name, version, description, license, keywords, engines } = manifest;
  await writeJson(path.join(folder, 'package.json'), {
    name,
    version,
    description,
    license,
    keywords,
    type: 'module',
    engines: { node: engines.node },
    bin: { zoneflow: 'cli/zoneflow.cjs' },
    exports: { '.': { types: './types/library/index.d.ts', default: './library/zoneflow.js' } },
  });
  const { code, output } = await runNpm(['pack', '--silent', '--pack-destination', out], folder);
  if (code !== 0) throw new Problem(`npm could not pack the package.\n${output}`);
  return path.join(out, `zoneflow-${version}.tgz`);
}

async function putTogether(folder, dist, parts, notices) {
  for (const { from, to = from, built = false, except } of parts) {
    const source = path.join(built ? dist : root, from);
    const filter = (file) => except === undefined || file !== path.join(source, except);
    await cp(source, path.join(folder, to), { recursive: true, filter });
  }
  await writeFile(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);
}

const writeJson = (file, value) => writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);

/** vsce tells of each file and of what is missing in the Marketplace's eyes; what matters of that our tests look at. */
async function quietly(work) {
  const { log, warn } = console;
  const said = [];
  console.log = console.warn = (...words) => said.push(words.join(' '));
  try {
    await work();
  } catch (error) {
    throw new Problem(`The extension could not be packaged: ${error.message}\n${said.join('\n')}`);
  } finally {
    Object.assign(console, { log, warn });
  }
}

/** The library's types are those of the source as it is now, not of the last compilation. */
async function compileLibrary() {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const { code, output } = await run(process.execPath, [compiler, '-b', 'library'], { cwd: root });
  if (code !== 0) throw new Problem(`The library does not compile. Mend it first.\n${output}`);
}

if (isMain(import.meta)) {
  await runProgram(async () => {
    const { values } = parseArgs({ options: { out: { type: 'string' } } });
    await compileLibrary();
    const made = await makePackages(path.resolve(values.out ?? path.join(root, 'dist/packages')));
    for (const file of Object.values(made)) console.log(path.relative(process.cwd(), file));
  });
}
