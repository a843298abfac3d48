/** The first number from `low` on, and before `high`, that a test holds of, as it does of all behind it; else `high`. */
export function firstThat(low: number, high: number, test: (index: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first number in a sorted list that is at least `least`; its length where none is. */
export const firstFrom = (sorted: Int32Array, least: number): number =>
  firstThat(0, sorted.length, (index) => sorted[index] >= least);
