/**
 * Keeps one run of `task` in flight: calls during a run lead to exactly one more run after it, however many they are.
 *
 * The returned promise settles when nothing is left to do. `task` reports its own errors; one that rejects rejects the
 * callers of that run, and a run that was asked for meanwhile still takes place.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    try {
      do {
        again = false;
        await task();
      } while (again);
    } finally {
      running = undefined;
    }
    if (again) await request();
  };
  const request = (): Promise<void> => {
    if (running) again = true;
    return (running ??= loop());
  };
  return request;
}
