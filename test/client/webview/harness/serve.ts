import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { projectFolder as project } from '../../../support/browser.js';

const types: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

export interface Harness {
  /** Address of the page; `?theme=` is one of `dark`, `light`, `hc-dark`, `hc-light`. */
  readonly url: string;
  close(): void;
}

/** Bundles the picture and serves it at a local address, in a page with the same security policy as in the editor. */
export async function serveHarness(): Promise<Harness> {
  const files = new Map(await Promise.all([...bundled(), ...copied()]));
  const server: Server = createServer((request, answer) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'page.html';
    const text = files.get(name);
    if (text === undefined) return void answer.writeHead(404).end();
    const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';
    answer.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  files.set('page.html', files.get('page.html')!.replaceAll('PORT', String(port)));
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

function bundled(): Promise<[string, string]>[] {
  return ['main', 'layout-worker'].map(async (name) => {
    const made = await build({
      entryPoints: [new URL(`client/webview/${name}.ts`, project).pathname],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      logLevel: 'error',
    });
    return [`${name}.js`, made.outputFiles[0]!.text] as [string, string];
  });
}

function copied(): Promise<[string, string]>[] {
  const harness = 'test/client/webview/harness';
  const paths = [
    'client/webview/main.css',
    'client/webview/views.css',
    `${harness}/page.html`,
    `${harness}/editor.js`,
    `${harness}/themes.css`,
  ];
  return paths.map(async (path) => {
    const text = await readFile(new URL(path, project), 'utf8');
    return [path.slice(path.lastIndexOf('/') + 1), text] as [string, string];
  });
}
