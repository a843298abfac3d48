import type { ElkNode } from 'elkjs/lib/elk-api.js';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** What became of a layout: the graph with places, or why there is none. */
export type Layout = { readonly graph: ElkNode } | { readonly problem: string };

/** The script of the thread stands beside this one, in the bundle as in the sources. */
const script = new URL(`layout-worker${path.extname(import.meta.url)}`, import.meta.url);

/**
 * Lays graphs out one after the other, each within `deadline` milliseconds. In a thread: elkjs cannot be cancelled, and may
 * overflow its stack. Never rejects.
 */
export async function layOutAll(graphs: readonly ElkNode[], deadline: number): Promise<Layout[]> {
  const layouts: Layout[] = [];
  let worker: Worker | undefined;
  for (const graph of graphs) {
    worker ??= new Worker(script, { stdout: true, stderr: true });
    const layout = await layOut(worker, graph, deadline);
    layouts.push(layout);
    if ('graph' in layout) continue;
    await worker.terminate();
    worker = undefined;
  }
  await worker?.terminate();
  return layouts;
}

function layOut(worker: Worker, graph: ElkNode, deadline: number): Promise<Layout> {
  return new Promise((resolve) => {
    const answered = (answer: { graph?: ElkNode; error?: string }): void =>
      finish(answer.graph === undefined ? { problem: answer.error ?? 'no answer' } : { graph: answer.graph });
    const failed = ({ message }: Error): void => finish({ problem: message });
    const ended = (): void => finish({ problem: 'the thread that lays out ended' });
    const late = (): void => finish({ problem: `it took longer than ${deadline / 1_000} s` });
    const timer = setTimeout(late, deadline);
    const finish = (layout: Layout): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('exit', ended);
      resolve(layout);
    };
    // A thread that is ended may still fail: an error nobody listens to would end the program.
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(graph);
  });
}
