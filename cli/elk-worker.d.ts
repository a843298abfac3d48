/** elkjs ships no types for its worker, which outside of a browser is a constructor of something that acts as a `Worker`. */
declare module 'elkjs/lib/elk-worker.min.js' {
  const exports: {
    readonly Worker: new () => {
      onmessage: (event: {
        readonly data: { readonly id: number; readonly data?: unknown; readonly error?: unknown };
      }) => void;
      postMessage(message: unknown): void;
    };
  };
  export default exports;
}
