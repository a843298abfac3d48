import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The suite's hands and eyes. Code in the extension host can ask VS Code for anything but a mouse, a keyboard or what a
 * webview shows; the driver outside (`scripts/e2e/actions.mjs`) has the page and does it on request.
 *
 * One request is one file `N.request.json` in the folder ZONEFLOW_BRIDGE; its answer is `N.response.json`.
 */

/** Where to look: the workbench itself, or the visible webview that holds what is asked for. */
export type Place = 'page' | 'webview';

/** One thing in the page, by CSS selector or one of playwright's (`text=…`, `role=button[name="Fit"]`). */
export interface Target {
  in: Place;
  selector: string;
  /** How long to wait for it, in milliseconds; 15 s by default. */
  timeout?: number;
}

/**
 * A box of the graph in a picture that has been laid out: in the draft before it boxes stand elsewhere, so that a click would
 * miss them. `state` is a selector of what else holds of the box.
 */
export const graphBox = (id: string, state = ''): Target => ({
  in: 'webview',
  selector: `body:not(:has(.stage[aria-busy])) :is(.boxes, .zones) [data-node="${id}"]${state}`,
});

export interface ClickOptions {
  button?: 'left' | 'right' | 'middle';
  /** 2 is a double click. */
  count?: number;
  modifiers?: ('Alt' | 'Control' | 'Meta' | 'Shift')[];
  /** Where in the element, in pixels from its top left corner; its middle by default. */
  position?: { x: number; y: number };
  /** Clicks even where something else would get the event, as with the thin line of an edge. */
  force?: boolean;
}

/** A line in the console of the page or of a webview. A breach of a content security policy is one of them. */
export interface ConsoleLine {
  type: string;
  text: string;
  url: string;
}

let requests = 0;

/** Whether a driver listens. It does not where the suite was started by hand from VS Code's debugger. */
export function hasDriver(): boolean {
  return bridgeFolder() !== undefined;
}

/** Takes a picture of the whole window; it ends up in `.vscode-test/screenshots/NAME.png`. */
export async function screenshot(name: string): Promise<void> {
  await ask({ action: 'screenshot', name });
}

/** Waits until something is there and visible, or with `state: 'hidden'` until it is not. */
export async function waitFor(target: Target, state: 'visible' | 'hidden' = 'visible'): Promise<void> {
  await ask({ action: 'wait-for', ...target, state });
}

/** Clicks with the mouse, as a person would. */
export async function click(target: Target, options: ClickOptions = {}): Promise<void> {
  await ask({ action: 'click', ...target, options });
}

/** Moves the mouse onto something. */
export async function hover(target: Target): Promise<void> {
  await ask({ action: 'hover', ...target });
}

/** Presses and releases a key or a chord, in playwright's words: `Enter`, `Control+Space`, `Shift+Tab`. */
export async function press(key: string): Promise<void> {
  await ask({ action: 'press', key });
}

/** Types into whatever has the focus, key by key. */
export async function type(text: string): Promise<void> {
  await ask({ action: 'type', text });
}

/** Turns the wheel with the mouse over something; positive `y` scrolls down. */
export async function wheel(target: Target, x: number, y: number, modifiers: string[] = []): Promise<void> {
  await ask({ action: 'wheel', ...target, x, y, modifiers });
}

/** Drags with the left button, from the middle of something, by some pixels. */
export async function drag(target: Target, x: number, y: number): Promise<void> {
  await ask({ action: 'drag', ...target, x, y });
}

/** The text of every element that matches, now, without waiting. */
export async function texts(target: Target): Promise<string[]> {
  return (await ask({ action: 'texts', ...target })) as string[];
}

/** The box of the first element that matches, in pixels of the window. */
export async function boxOf(
  target: Target,
): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await ask({ action: 'box', ...target })) as { x: number; y: number; width: number; height: number };
}

/**
 * Evaluates an expression where the target lives, with `element` bound to it, and gives back what it comes to, as JSON.
 *
 * @example await evaluate({ in: 'webview', selector: '#graph' }, 'element.getAttribute("aria-label")')
 */
export async function evaluate(target: Target, expression: string): Promise<unknown> {
  return ask({ action: 'evaluate', ...target, expression });
}

/** Makes the window this large, in pixels. */
export async function resize(width: number, height: number): Promise<void> {
  await ask({ action: 'resize', width, height });
}

/** The warnings and errors that the page and its webviews have printed so far. */
export async function consoleLines(): Promise<ConsoleLine[]> {
  return (await ask({ action: 'console' })) as ConsoleLine[];
}

function bridgeFolder(): string | undefined {
  return process.env['ZONEFLOW_BRIDGE'];
}

async function ask(request: { action: string } & Record<string, unknown>): Promise<unknown> {
  const folder = bridgeFolder();
  if (!folder) throw new Error('No driver is there to do this. Start the suite with npm run test:e2e.');
  const name = path.join(folder, String(++requests));
  await writeFile(`${name}.draft`, JSON.stringify(request));
  await rename(`${name}.draft`, `${name}.request.json`);
  const answer = await answerIn(`${name}.response.json`);
  if (answer.error !== undefined) throw new Error(`${request.action}: ${answer.error}`);
  return answer.value;
}

async function answerIn(file: string): Promise<{ value?: unknown; error?: string }> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 20));
  const answer = JSON.parse(await readFile(file, 'utf8')) as { value?: unknown; error?: string };
  await rm(file);
  return answer;
}
