/**
 * The worker that lays out. It is asked `{ id, graph }` and answers `{ id, graph }` or `{ id, error }`.
 *
 * elkjs is bundled into this script: a webview's worker has the origin of a `blob:` URL and can import nothing.
 */
import { Worker as ElkWorker } from 'elkjs/lib/elk-worker.min.js';

// In a bundle elkjs gives an object that acts as a worker but runs here, and speaks of commands.
const elk = new ElkWorker();
elk.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });
elk.onmessage = ({ data }) => {
  if (data.id === 0) return;
  if (data.error === undefined) self.postMessage({ id: data.id, graph: data.data });
  else self.postMessage({ id: data.id, error: textOf(data.error) });
};

// Loading elkjs in a worker makes it listen to messages by itself; this replaces that.
self.onmessage = ({ data }: MessageEvent<{ id: number; graph: unknown }>) => {
  elk.postMessage({ id: data.id, cmd: 'layout', graph: data.graph });
};

/** elkjs throws errors, Java exceptions and plain text. */
function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : 'elkjs gave no reason';
}
