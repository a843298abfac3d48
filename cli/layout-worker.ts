/**
 * The thread that lays out: it is given a graph as elkjs takes it, and answers `{ graph }` or `{ error }`. It has a bundle
 * of its own, so that no other command loads elkjs.
 */
import elkWorker from 'elkjs/lib/elk-worker.min.js';
import { parentPort } from 'node:worker_threads';

// Outside of a browser elkjs gives an object that acts as a worker but runs here, and speaks of commands.
const elk = new elkWorker.Worker();
elk.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });
elk.onmessage = ({ data }) => {
  if (data.id === 0) return;
  parentPort?.postMessage(data.error === undefined ? { graph: data.data } : { error: textOf(data.error) });
};
parentPort?.on('message', (graph: unknown) => elk.postMessage({ id: 1, cmd: 'layout', graph }));

/** elkjs throws errors, Java exceptions and plain text. */
function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : 'elkjs gave no reason';
}
