import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../lib/progress.mjs';
import { root } from '../lib/project.mjs';
import { installServer } from './install-server.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const workbench = 'out/vs/code/browser/workbench/workbench';

/** Where the package differs from VS Code for the web: it always has a server, and keeps the user's settings there. */
const differences = [
  { from: ',remoteAuthority:location.host}', to: '}' },
  {
    from: 'N.file(this.userDataPath).with({scheme:K.vscodeRemote})',
    to: 'N.from({scheme:K.vscodeUserData,path:"/"})',
  },
];

/** The extension that gives the files, of `test/e2e/virtual-files.ts`. */
const filesManifest = {
  name: 'virtual-files',
  publisher: 'zoneflow-test',
  version: '1.0.0',
  engines: { vscode: '^1.100.0' },
  activationEvents: ['onFileSystem:virtual'],
  browser: './virtual-files.js',
};

/**
 * Serves a VS Code for the web on this machine alone: the workbench with no server behind it, where extensions run in a
 * web worker, and a folder is what a virtual file system says it is. It is made of the same package as the VS Code server.
 *
 * @param {{ files: Record<string, string>, settings?: Record<string, unknown>, port?: number }} options `files` are texts by
 *   their paths in the folder that is open, `virtual:/`; port 0, the default, takes a free one
 * @returns {Promise<{ address: (file?: string) => string, stop: () => Promise<void> }>} the address that shows a file of the folder
 */
export async function serveWebWorkbench({ files, settings = {}, port = 0 }) {
  const vscode = await installServer();
  const made = {
    '/': ({ port }) => page(port, settings),
    '/files.json': () => JSON.stringify(files),
    '/files/package.json': () => JSON.stringify(filesManifest),
    [`/vscode/${workbench}.js`]: () => withoutServer(path.join(vscode, `${workbench}.js`)),
  };
  const folders = { vscode, zoneflow: root, files: path.join(root, 'dist/test/e2e') };
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const body = made[name] ? await made[name](server.address()) : await fileAt(folders, name);
    const type = name === '/' ? types['.html'] : (types[path.extname(name)] ?? 'application/octet-stream');
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': type,
      'access-control-allow-origin': '*',
    });
    response.end(body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Problem(`No editor can be served: ${error.message}.`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = (file) => {
    const payload = file ? JSON.stringify([['openFile', `virtual:/${file}`]]) : '[]';
    return `http://127.0.0.1:${server.address().port}/?${new URLSearchParams({ payload })}`;
  };
  return { address, stop: () => stopServer(server) };
}

/** A file of one of the folders; what VS Code asks for and can do without is empty. */
async function fileAt(folders, name) {
  const [, folder, ...parts] = name.split('/');
  if (folders[folder] === undefined || parts.includes('..')) return undefined;
  const found = await readFile(path.join(folders[folder], ...parts)).catch(() => undefined);
  if (found) return found;
  if (name.endsWith('/package.nls.json')) return '{}';
  // The package has the built-in extensions as they run on a server, and some of them only so.
  return folder === 'vscode' && parts[0] === 'extensions' && name.endsWith('.js') ? '' : undefined;
}

async function withoutServer(file) {
  let script = await readFile(file, 'utf8');
  for (const { from, to } of differences) {
    if (script.split(from).length !== 2) throw new Error(`The workbench does not hold ${from} once.`);
    script = script.replace(from, to);
  }
  return script;
}

function stopServer(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

function page(port, settings) {
  const here = `http://127.0.0.1:${port}`;
  const extension = (folder) => ({ scheme: 'http', authority: `127.0.0.1:${port}`, path: `/${folder}` });
  const configuration = {
    folderUri: { scheme: 'virtual', path: '/' },
    additionalBuiltinExtensions: [extension('files'), extension('zoneflow')],
    configurationDefaults: settings,
    enableWorkspaceTrust: false,
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    userDataPath: '/',
    productConfiguration: {
      enableTelemetry: false,
      webviewContentExternalBaseUrlTemplate: `${here}/vscode/out/vs/workbench/contrib/webview/browser/pre/`,
    },
  };
  const attribute = JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><html><head><meta charset="utf-8"><title>VS Code for the web</title>
<meta id="vscode-workbench-web-configuration" data-settings="${attribute}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/vscode/${workbench}.css">
</head><body aria-label="">
<script>globalThis._VSCODE_FILE_ROOT = '${here}/vscode/out/';</script>
<script type="module" src="/vscode/out/nls.messages.js"></script>
<script type="module" src="/vscode/${workbench}.js"></script>
</body></html>`;
}
