/** elkjs ships no types for its worker, which in a bundle is a constructor of something that acts as a `Worker`. */
declare module 'elkjs/lib/elk-worker.min.js' {
  export const Worker: new () => globalThis.Worker;
}
