/**
 * The worker that lays out. It is asked `{ id, graph }` and answers `{ id, graph }` or `{ id, error }`.
 *
 * elkjs is bundled into this script: a webview's worker has the origin of a `blob:` URL and can import nothing.
 */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { Worker as ElkWorker } from 'elkjs/lib/elk-worker.min.js';

// In a bundle elkjs gives an object that acts as a worker but runs here, and speaks of commands.
const elk = new ElkWorker();
elk.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });
// A first layout compiles most of elkjs. This one does it while the policy is still being read.
elk.postMessage({ id: 0, cmd: 'layout', graph: warmUp() });
elk.onmessage = ({ data }) => {
  if (data.id === 0) return;
  if (data.error === undefined) self.postMessage({ id: data.id, graph: data.data });
  else self.postMessage({ id: data.id, error: textOf(data.error) });
};

// Loading elkjs in a worker makes it listen to messages by itself; this replaces that.
self.onmessage = ({ data }: MessageEvent<{ id: number; graph: unknown }>) => {
  elk.postMessage({ id: data.id, cmd: 'layout', graph: data.graph });
};

/** A graph that has a little of everything: nested boxes, arrows between levels, in a circle and with labels. */
function warmUp(): ElkNode {
  const box = (name: number): ElkNode => ({ id: `n${name}`, width: 120, height: 40 });
  const boxes = Array.from({ length: 12 }, (_, i) => box(i));
  const edges = boxes.flatMap(({ id }, i) =>
    [1, 3, 4].map((step) => ({
      id: `e${i} ${step}`,
      sources: [id],
      targets: [`n${(i + step) % 12}`],
      labels: [{ text: ' ', width: 40, height: 20 }],
    })),
  );
  const layoutOptions = {
    'elk.algorithm': 'layered',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'ORTHOGONAL',
  };
  const zone: ElkNode = { id: 'zone', layoutOptions, children: boxes.splice(0, 4) };
  return { id: 'root', layoutOptions, children: [zone, ...boxes], edges };
}

/** elkjs throws errors, Java exceptions and plain text. */
function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : 'elkjs gave no reason';
}
