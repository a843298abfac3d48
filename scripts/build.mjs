/**
 * Bundles Zoneflow into `dist/`.
 *
 *   node scripts/build.mjs [--production] [--sizes]
 *
 * `--production` minifies and leaves out source maps and the test suite; `--sizes` prints what each bundle weighs.
 */
import { build as esbuild } from 'esbuild';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isMain, root } from './lib/project.mjs';
import { assetFolders, bundles, testBundles } from './bundles.mjs';

/**
 * Builds every bundle whose source exists. Throws where one cannot be built; esbuild has printed why by then.
 *
 * @param {{ production?: boolean, sizes?: boolean, dist?: string }} [options] `dist` is the folder they go to
 * @returns {Promise<import('esbuild').Metafile[]>} what is in each bundle
 */
export async function build({ production = false, sizes = false, dist = path.join(root, 'dist') } = {}) {
  const started = Date.now();
  const wanted = production ? bundles : [...bundles, ...testBundles()];
  const present = wanted.filter(({ entry }) => existsSync(path.join(root, entry)));
  for (const { entry } of wanted.filter((bundle) => !present.includes(bundle))) {
    console.log(`build: skipped ${entry}, which does not exist`);
  }
  // A test whose source is gone must not run on from an earlier build.
  await rm(production ? dist : path.join(dist, 'test'), { recursive: true, force: true });
  // Parts of the server are named by what is in them: those of an earlier build would stay.
  await rm(path.join(dist, 'server'), { recursive: true, force: true });
  const metafiles = await Promise.all(present.map((bundle) => buildOne(bundle, dist, production)));
  await copyAssets(dist);
  const where = `${path.relative(root, dist)}/`;
  console.log(`build: ${present.length} bundles in ${where} after ${Date.now() - started} ms`);
  if (sizes) await printSizes(present, dist);
  return metafiles;
}

async function buildOne({ entry, out, options, executable = false }, dist, production) {
  const outfile = path.join(dist, out);
  const { dir, name, ext } = path.parse(outfile);
  const shebang = executable && !(await startsWithShebang(entry)) ? ['#!/usr/bin/env node'] : [];
  const { metafile } = await esbuild({
    absWorkingDir: root,
    ...(options.splitting
      ? { entryPoints: { [name]: entry }, outdir: dir, outExtension: { '.js': ext } }
      : { entryPoints: [entry], outfile }),
    bundle: true,
    metafile: true,
    logLevel: 'warning',
    sourcemap: production ? false : 'linked',
    minify: production,
    legalComments: 'none',
    ...options,
    banner: { js: [...shebang, options.banner?.js].filter(Boolean).join('\n') },
  });
  if (executable) await chmod(outfile, 0o755);
  return metafile;
}

async function startsWithShebang(entry) {
  return (await readFile(path.join(root, entry), 'utf8')).startsWith('#!');
}

async function copyAssets(dist) {
  for (const { from, to, endings } of assetFolders) {
    const names = existsSync(path.join(root, from)) ? await readdir(path.join(root, from)) : [];
    const assets = names.filter((name) => endings.some((ending) => name.endsWith(ending)));
    await mkdir(path.join(dist, to), { recursive: true });
    await Promise.all(assets.map((name) => copyFile(path.join(root, from, name), path.join(dist, to, name))));
  }
}

async function printSizes(built, dist) {
  const rows = await Promise.all(
    built.map(async ({ out }) => {
      const file = path.join(dist, out);
      const bytes = (await stat(file)).size;
      return {
        bundle: out,
        KB: Math.round(bytes / 1024),
        'KB gzipped': Math.round(gzipSync(await readFile(file)).length / 1024),
      };
    }),
  );
  console.table(rows);
}

if (isMain(import.meta)) {
  const flags = new Set(process.argv.slice(2));
  try {
    await build({ production: flags.has('--production'), sizes: flags.has('--sizes') });
  } catch (error) {
    if (!error.errors) console.error(`build: ${error.message}`);
    process.exitCode = 1;
  }
}
