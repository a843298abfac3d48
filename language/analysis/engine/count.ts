/**
 * A whole number, exact however large: a plain number where that holds it, as nearly all are, and else a big one, which
 * takes many times as long to reckon with. The two compare with each other as they are.
 */
export type Count = number | bigint;

export function multiply(a: Count, b: Count): Count {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (product <= Number.MAX_SAFE_INTEGER) return product;
  }
  return BigInt(a) * BigInt(b);
}

export function add(a: Count, b: Count): Count {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return BigInt(a) + BigInt(b);
}

/** `a` less `b`, which is no larger. */
export function take(a: Count, b: Count): Count {
  return typeof a === 'number' && typeof b === 'number' ? a - b : BigInt(a) - BigInt(b);
}
