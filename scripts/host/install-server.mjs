import { chmod, copyFile, mkdir, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { makePackageFolder, moveIntoPlace, npmInstall } from '../lib/npm.mjs';
import { cacheFolder } from '../lib/project.mjs';
import { step } from '../lib/progress.mjs';

/** code-server 4.100.3 carries VS Code 1.100.3; it is the last line that runs on Node 20. */
const serverPackage = 'code-server@4.100.3';
const ripgrepVersion = '1.18.0';

/**
 * Gives the VS Code server from npm, installing it on first use (about 300 MB, half a minute).
 *
 * The install is made beside its final place and moved there when complete, so that an interrupted one is never used.
 *
 * @returns {Promise<string>} the folder that holds `out/server-main.js`
 */
export async function installServer() {
  const home = path.join(cacheFolder, serverPackage.replace('@', '-'));
  if (!existsSync(home)) {
    const draft = `${home}.part-${process.pid}`;
    await step(`installing the VS Code server (${serverPackage}, once, about 300 MB)`, async () => {
      await rm(draft, { recursive: true, force: true });
      await assemble(draft);
      await moveIntoPlace(draft, home);
    });
  }
  return vscodeFolder(home);
}

function vscodeFolder(home) {
  return path.join(home, 'node_modules/code-server/lib/vscode');
}

async function assemble(home) {
  await makePackageFolder(home);
  await npmInstall(home, [serverPackage]);
  const vscode = vscodeFolder(home);
  await npmInstall(vscode);
  await npmInstall(path.join(vscode, 'extensions'));
  await symlink('node_modules', path.join(vscode, 'node_modules.asar'), 'junction');
  await addRipgrep(home, vscode);
}

/** The server's own ripgrep comes by an install script; without one, search and `workspace.findFiles` fail. */
async function addRipgrep(home, vscode) {
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  const tools = path.join(home, 'tools');
  await makePackageFolder(tools);
  await npmInstall(tools, [`${name}@${ripgrepVersion}`]);
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const target = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(target, { recursive: true });
  await copyFile(path.join(tools, 'node_modules', name, 'bin', program), path.join(target, program));
  await chmod(path.join(target, program), 0o755);
}
