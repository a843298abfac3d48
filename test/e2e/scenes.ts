import { graphBox, type Target } from './driver.js';

/** One picture for the documentation: what is open in the editor, and what must be visible before it is taken. */
export interface Scene {
  /** The picture becomes `docs/images/NAME.png`. */
  name: string;
  /** A colour theme by its id; VS Code's dark one by default. */
  theme?: string;
  /** In pixels; 1280 by 800 by default. */
  size?: { width: number; height: number };
  /** The user's settings besides, by full name. */
  settings?: Record<string, unknown>;
  /** Paths below `samples/`, opened in this order; `at` is a piece of its text that the cursor is put on, before its `|` where it has one. */
  open: { file: string; at?: string }[];
  /** What is changed, without saving, before the cursor is placed: a piece of a file's text, and what comes in its place. */
  replace?: { file: string; text: string; by: string };
  /** Commands to run then, with their arguments. A target in between is waited for. */
  commands?: ([command: string, ...args: unknown[]] | Target)[];
  /** What has to be on show before the picture is taken. */
  waitFor?: Target[];
  /** Clicks to make at the end, each as soon as its target is there. */
  clicks?: Target[];
}

const inPage = (selector: string): Target => ({ in: 'page', selector });
const inGraph = (selector: string): Target => ({ in: 'webview', selector });
/** The server has checked the policy. */
const checked = inPage('.statusbar-item >> text=webshop');

/** All pictures that `npm run screenshots` makes. */
export const scenes: Scene[] = [
  {
    name: 'graph',
    size: { width: 1200, height: 720 },
    open: [{ file: 'shop/flows.zoneflow', at: 'cde|.pay to acquirer' }],
    commands: [['workbench.action.closeSidebar'], ['zoneflow.openGraph']],
    waitFor: [graphBox('cde'), inGraph('.edge.lit')],
  },
  {
    name: 'graph-light',
    theme: 'Default Light Modern',
    open: [{ file: 'sketch/sketch.zoneflow' }],
    commands: [['workbench.action.closeSidebar'], ['zoneflow.openGraph']],
    waitFor: [graphBox('data')],
  },
  {
    name: 'quick-fix',
    size: { width: 1000, height: 460 },
    open: [{ file: 'shop/flows.zoneflow', at: 'dmz.lb to shop.wb|e' }],
    replace: { file: 'shop/flows.zoneflow', text: 'dmz.lb to shop.web', by: 'dmz.lb to shop.wbe' },
    commands: [['workbench.action.closeSidebar'], inPage('.squiggly-error'), ['editor.action.quickFix']],
    waitFor: [inPage('.action-widget >> text=shop.web')],
  },
  {
    name: 'hover',
    size: { width: 1000, height: 460 },
    open: [{ file: 'shop/flows.zoneflow', at: 'allow shop.app.orders to cde.p|ay' }],
    commands: [['workbench.action.closeSidebar'], checked, ['editor.action.showHover']],
    waitFor: [inPage('.monaco-hover >> text=10.30.0.0/27')],
  },
  {
    name: 'findings',
    open: [{ file: 'faulty/edge-firewall/edge.zoneflow' }],
    commands: [
      ['workbench.action.closeSidebar'],
      inPage('.squiggly-warning'),
      ['workbench.actions.view.problems'],
    ],
    waitFor: [inPage('.markers-panel .monaco-list-row')],
  },
  {
    name: 'tests',
    size: { width: 1200, height: 680 },
    settings: {
      'testing.alwaysRevealTestOnStateChange': true,
      'testing.automaticallyOpenTestResults': 'neverOpen',
    },
    open: [{ file: 'shop/flows.zoneflow' }, { file: 'shop/intent.zoneflow', at: 'never shop.web' }],
    replace: { file: 'shop/flows.zoneflow', text: 'allow shop.app.orders to cde', by: 'allow shop to cde' },
    commands: [
      checked,
      ['workbench.view.testing.focus'],
      inPage('.test-explorer >> text=webshop'),
      ['testing.runAll'],
      ['testing.openOutputPeek'],
    ],
    waitFor: [inPage('.zone-widget >> text=flows.zoneflow')],
  },
];
