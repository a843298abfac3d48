import { emptyPicture, type Picture } from './geometry.js';
import type { Mark } from './marks.js';
import type { Way } from './sizes.js';
import { nothingShown, type Shown } from './state.js';

/** What is drawn. */
export interface Scene {
  readonly shown: Shown;
  readonly picture: Picture;
  /** By id of a shown box or arrow. */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly direction: Way;
  /** Boxes stand in rows: too many arrows to draw them all, so they show on the box that is looked at. */
  readonly rows: boolean;
  /** It stands in for a picture that is being laid out. */
  readonly draft?: boolean;
}

/** Before there is anything to draw. */
export const emptyScene: Scene = {
  shown: nothingShown,
  picture: emptyPicture,
  marks: new Map(),
  direction: 'RIGHT',
  rows: false,
};
