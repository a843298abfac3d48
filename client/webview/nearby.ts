/** The sides of a rectangle; those of a point or of a straight piece of a line may coincide. */
export interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Item extends Sides {
  /** The last question that it was given for: it lies in several cells, and is to be given once. */
  asked: number;
}

/** About the size of a box with the room around it: then a cell holds few of them, and a box lies in few cells. */
const cell = 160;
/** More cells in a column than any picture has. */
const column = 2 ** 20;

/** Rectangles sorted into square cells, so that those near a place are found without looking at all of them. */
export class Nearby {
  private readonly cells = new Map<number, Item[]>();
  private questions = 0;

  add(sides: Sides): void {
    const item = { ...sides, asked: 0 };
    for (const key of cellsOf(sides)) {
      const inCell = this.cells.get(key);
      if (inCell === undefined) this.cells.set(key, [item]);
      else inCell.push(item);
    }
  }

  /** All that may have a point within a rectangle, each once; what is not near at all is left out. */
  within(sides: Sides): Sides[] {
    const question = ++this.questions;
    const found: Sides[] = [];
    for (const key of cellsOf(sides)) {
      for (const item of this.cells.get(key) ?? []) {
        if (item.asked === question) continue;
        item.asked = question;
        found.push(item);
      }
    }
    return found;
  }
}

function cellsOf({ left, top, right, bottom }: Sides): number[] {
  const keys: number[] = [];
  for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++) {
    for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) keys.push(x * column + y);
  }
  return keys;
}
