/**
 * Values that are told apart by a list of numbers, each kept once: a large policy says the same things very often, and
 * what is worked out for one is then found again for all like it. A hash table with open addressing.
 */
export class Pool<T> {
  private slots: (T | undefined)[] = empty<T>(64);
  private count = 0;

  /** Of more than `most` values all are let go of: nothing relies on equal ones being the same object. */
  constructor(
    private readonly keyOf: (value: T) => readonly number[],
    private readonly most: number,
  ) {}

  /** The value with a key, made where there is none yet. */
  of(key: readonly number[], make: (key: readonly number[]) => T): T {
    const slot = this.slotOf(key);
    const known = this.slots[slot];
    if (known !== undefined) return known;
    const value = make(key);
    this.slots[slot] = value;
    if (++this.count * 2 > this.slots.length) this.grow();
    return value;
  }

  private slotOf(key: readonly number[]): number {
    const { slots, keyOf } = this;
    const mask = slots.length - 1;
    let slot = hashOf(key) & mask;
    for (let value = slots[slot]; value !== undefined; value = slots[slot]) {
      if (isSame(keyOf(value), key)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const before = this.slots;
    const isFull = this.count >= this.most;
    this.slots = empty<T>(isFull ? 64 : before.length * 2);
    if (isFull) this.count = 0;
    else
      for (const value of before) if (value !== undefined) this.slots[this.slotOf(this.keyOf(value))] = value;
  }
}

const empty = <T>(size: number): (T | undefined)[] => new Array<T | undefined>(size).fill(undefined);

function hashOf(key: readonly number[]): number {
  let hash = key.length;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ (key[i] | 0), 0x9e37_79b1);
  return hash ^ (hash >>> 15);
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
