import type { Host } from './host.js';

/** After so many milliseconds of work waiting requests are let in. */
const stepMs = 15;

/** Takes steps to their end, and lets requests in between; `undefined` where the work is given up. */
export async function takeSteps<T>(
  host: Host,
  steps: Generator<void, T>,
  isOutdated: () => boolean,
): Promise<T | undefined> {
  let rested = Date.now();
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    if (Date.now() - rested < stepMs) continue;
    await host.breathe();
    if (isOutdated()) return undefined;
    rested = Date.now();
  }
  return step.value;
}
