/**
 * Work in steps: between two of them whoever takes them may see to something else, or give the work up. Takes steps to
 * their end at once and returns what comes of them.
 */
export function finished<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}
