/** The notices of other people's work that is in our bundles, as their licences ask for. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './progress.mjs';
import { root } from './project.mjs';

/**
 * The text of THIRD-PARTY-NOTICES.txt: each package of which something is in a bundle, with version, source and licence.
 *
 * @param {import('esbuild').Metafile[]} metafiles what esbuild tells of each bundle
 * @throws {Problem} where a package comes without a licence
 */
export async function thirdPartyNotices(metafiles) {
  const entries = await Promise.all(bundledPackages(metafiles).map(notice));
  const head =
    'Zoneflow contains the following packages, unchanged but for being bundled.\n' +
    'Their source is at the address given with each, and in the npm registry under its name and version.\n';
  return [head, ...entries].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Folders of the packages that are in the bundles, relative to the project, by name. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const folders = used.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  return [...new Set(folders)].sort();
}

async function notice(folder) {
  const home = path.join(root, folder);
  const { name, version, license, repository } = JSON.parse(
    await readFile(path.join(home, 'package.json'), 'utf8'),
  );
  const source = (typeof repository === 'string' ? repository : repository?.url)?.replace(/^git\+/, '');
  const file = readdirSync(home).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? parentLicence(home) : path.join(home, file);
  if (license === undefined || text === undefined)
    throw new Problem(`${name} ${version} comes without a licence. Find it out before you bundle it.`);
  const head = [`${name} ${version}`, `Licence: ${license}`, ...(source ? [`Source: ${source}`] : [])];
  return `${head.join('\n')}\n\n${(await readFile(text, 'utf8')).trim()}\n`;
}

/** Some packages of a family leave the text to the one that they belong to. */
function parentLicence(home) {
  const family = path.basename(path.dirname(home)).replace(/^@/, '');
  const parent = path.join(root, 'node_modules', family);
  const names = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'].map((name) => path.join(parent, name));
  return names.find((name) => existsSync(name));
}
