/** A state that the search for a way has come to. */
export interface Step {
  readonly state: number;
  /** Of the way to it. */
  readonly cost: number;
  /** Of the whole way over it, at least. */
  readonly guess: number;
}

/** Puts a step into a binary heap, the least guess first. */
export function push(heap: Step[], step: Step): void {
  let at = heap.push(step) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above]!.guess <= step.guess) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = step;
}

/** Takes the step with the least guess out of the heap. */
export function pop(heap: Step[]): Step | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.guess < heap[child]!.guess) child++;
    if (heap[child]!.guess >= last.guess) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
