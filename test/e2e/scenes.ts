import type { Target } from './driver.js';

/** One picture for the documentation: what is open in the editor, and what must be visible before it is taken. */
export interface Scene {
  /** The picture becomes `docs/images/NAME.png`. */
  name: string;
  /** A colour theme by its id; VS Code's dark one by default. */
  theme?: string;
  /** In pixels; 1280 by 800 by default. */
  size?: { width: number; height: number };
  /** Paths below `samples/`, opened in this order; `at` is a piece of its text that the cursor is put on. */
  open: { file: string; at?: string }[];
  /** Commands to run then, with their arguments. */
  commands?: [command: string, ...args: unknown[]][];
  /** What has to be on show before the picture is taken. */
  waitFor?: Target[];
  /** Clicks to make at the end, each as soon as its target is there. */
  clicks?: Target[];
}

/** All pictures that `npm run screenshots` makes. */
export const scenes: Scene[] = [
  {
    name: 'editor',
    open: [{ file: 'shop/flows.zoneflow' }],
    waitFor: [{ in: 'page', selector: '.tab.active[data-resource-name="flows.zoneflow"]' }],
  },
];
