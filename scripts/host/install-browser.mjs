import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makePackageFolder, moveIntoPlace, npmInstall } from '../lib/npm.mjs';
import { run } from '../lib/processes.mjs';
import { cacheFolder } from '../lib/project.mjs';
import { Problem, step } from '../lib/progress.mjs';

/** Its `engines` ask for Node 22, but what we use of it, the unpacking, runs on Node 20. */
const browserPackage = '@sparticuz/chromium@153.0.0';

/**
 * Gives a headless Chromium from the npm registry, installing it on first use (about 250 MB unpacked).
 *
 * The package carries the few libraries and fonts that a bare Linux lacks, so nothing needs to be installed as root.
 *
 * @returns {Promise<{ program: string, environment: Record<string, string> }>} `environment` is what it must be started with
 */
export async function installBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Problem(
      `No Chromium or Chrome was found, and npm has none for ${process.platform} on ${process.arch}. ` +
        'Install one of them, or name it in the variable ZONEFLOW_BROWSER.',
    );
  }
  const home = path.join(cacheFolder, browserPackage.replace('/', '-').replace(/@/g, '-').slice(1));
  if (!existsSync(home)) {
    const draft = `${home}.part-${process.pid}`;
    await step(`installing a headless browser (${browserPackage}, once, about 250 MB)`, async () => {
      await rm(draft, { recursive: true, force: true });
      await assemble(draft);
      await moveIntoPlace(draft, home);
    });
  }
  return { program: path.join(home, 'unpacked/chromium'), environment: await environmentFor(home) };
}

async function assemble(home) {
  await makePackageFolder(home);
  await npmInstall(home, [browserPackage]);
  const unpacked = path.join(home, 'unpacked');
  await mkdir(unpacked);
  const { code, output } = await run(process.execPath, ['--input-type=module', '--eval', unpackProgram], {
    cwd: home,
    env: { ...process.env, TMPDIR: unpacked },
  });
  if (code !== 0) throw new Problem(`The browser from npm could not be unpacked:\n${output.trim()}`);
}

/** Runs in a process of its own, because the package unpacks into the folder for temporary files and nowhere else. */
const unpackProgram = `
  import path from 'node:path';
  const { inflate } = await import('@sparticuz/chromium');
  const bin = path.resolve('node_modules/@sparticuz/chromium/bin');
  for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br']) {
    await inflate(path.join(bin, part));
  }
`;

/**
 * The machine's own fonts look better and come first; the package's are for a machine without any, where the
 * browser would otherwise die at the first text.
 */
async function environmentFor(home) {
  const libraries = path.join(home, 'unpacked/al2023/lib');
  const environment = { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
  if (existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts')) return environment;
  return { ...environment, FONTCONFIG_FILE: await writeFontList(home) };
}

/** The package's own list names the places of the service that it was made for. */
async function writeFontList(home) {
  const file = path.join(home, 'fonts.conf');
  const fonts = path.join(home, 'unpacked/fonts').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  await writeFile(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir prefix="relative">fonts-cache</cachedir></fontconfig>
`,
  );
  return file;
}
