/** What the extension host of the web has of a web worker, as far as it is used here; the types of Node have none. */
declare class Worker {
  constructor(script: string, options?: { name?: string });
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}
