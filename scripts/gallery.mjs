/**
 * Takes a picture of every sample in each of VS Code's four themes and in each view, in a plain browser, to look at.
 *
 *   npm run gallery -- --out DIR [--samples shop,campus] [--themes dark,light,hc-dark,hc-light] [--views graph,matrix,list]
 *
 * The pictures for the documentation are made in the real editor: `npm run screenshots`.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Problem, runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

const compiled = path.join(root, 'out/test/client/webview/harness/gallery.js');
const samples = readdirSync(path.join(root, 'samples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'faulty')
  .map(({ name }) => name);

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      samples: { type: 'string', default: samples.join(',') },
      themes: { type: 'string', default: 'dark,light,hc-dark,hc-light' },
      views: { type: 'string', default: 'graph,matrix,list' },
      size: { type: 'string', default: '1280x800' },
    },
  });
  if (!values.out) throw new Problem('There is no folder to write to. Name one with --out.');
  if (!existsSync(compiled)) throw new Problem('The gallery is not compiled. Run npm run typecheck first.');
  const { takePictures } = await import(compiled);
  const [width, height] = values.size.split('x').map(Number);
  const lists = [values.samples, values.themes, values.views].map((list) => list.split(','));
  const count = await takePictures(values.out, ...lists, { width, height });
  console.log(`${count} pictures in ${values.out}`);
});
