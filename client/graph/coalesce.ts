/**
 * Keeps one run of `task` in flight: calls during a run lead to exactly one more run after it, however many they are.
 *
 * The returned promise settles when nothing is left to do. `task` is to report its own errors: one that rejects rejects
 * all callers, and ends what they waited for.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async (): Promise<void> => {
    try {
      do {
        again = false;
        await task();
      } while (again);
    } finally {
      running = undefined;
    }
  };
  return () => {
    again = true;
    return (running ??= run());
  };
}
