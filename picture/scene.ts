import type { Picture } from './geometry.js';
import type { Mark } from './marks.js';
import type { Way } from './sizes.js';
import type { Shown } from './state.js';

/** What is drawn. */
export interface Scene {
  readonly shown: Shown;
  readonly picture: Picture;
  /** By id of a shown box or arrow. */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly direction: Way;
  /** Boxes stand in rows: too many arrows to draw them all, so they show on the box that is looked at. */
  readonly rows: boolean;
}
