/**
 * Measures the picture in a real browser, in a plain page with a stand-in for the editor, fed by the real engine.
 *
 * Frames are the times between two repaints while the picture is moved, as the browser gives them to a page; without a
 * graphics card it paints with the processor alone, which is the worst case.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { GraphMessage } from '../../client/webview/protocol.js';
import { PolicyProject } from '../../language/workspace.js';
import { graphMessage } from '../client/webview/harness/message.js';
import { serveHarness } from '../client/webview/harness/serve.js';
import { projectFolder, startBrowser } from '../support/browser.js';
import { Random } from './generate.js';

/** One line of the table: what was measured, in milliseconds or pixels, and what is to be reached at p95, if anything. */
export interface PictureRow {
  readonly measure: string;
  readonly unit: 'ms' | 'px';
  readonly values: readonly number[];
  readonly target: number | null;
}

const screen = { width: 1400, height: 900 };

/**
 * The text of a policy of `count` segments, `perZone` in each zone, none nested with 0; the same for the same numbers.
 * Every segment may reach the next one, and some a third.
 */
export function segmentPolicy(count: number, perZone: number): string {
  const random = new Random(count + perZone);
  const trusts = ['untrusted', 'dmz', 'internal', 'internal', 'restricted'];
  const names: string[] = [];
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const zone = perZone === 0 ? null : `zone${Math.floor(i / perZone)}`;
    if (zone !== null && i % perZone === 0) lines.push(`zone ${zone} { trust = ${random.pick(trusts)}`);
    lines.push(`zone segment${i}${zone === null ? ` { trust = ${random.pick(trusts)} }` : ''}`);
    names.push(zone === null ? `segment${i}` : `${zone}.segment${i}`);
    if (zone !== null && (i % perZone === perZone - 1 || i === count - 1)) lines.push('}');
  }
  names.forEach((name, i) => {
    const next = names[i + 1];
    if (next !== undefined && random.chance(0.7)) lines.push(`allow ${name} to ${next} on https`);
    if (random.chance(0.4)) lines.push(`allow ${name} to ${random.pick(names)} on [ssh, postgres]`);
  });
  return lines.join('\n');
}

/** Measures all rows, each `times` times where it is short; `say` is told what comes next. */
export async function measurePicture(times: number, say: (text: string) => void): Promise<PictureRow[]> {
  const [harness, browser] = await Promise.all([serveHarness(), startBrowser()]);
  const bench = new Bench(browser, harness.url, say);
  try {
    await bench.warm();
    return [
      await bench.firstView(1000, 50, times, 700),
      await bench.firstArrows(1000, 50, times),
      await bench.firstView(5000, 50, times, 1000),
      await bench.firstView(1000, 0, times, 700),
      await bench.firstView(5000, 0, times, 1000),
      await bench.edit(100, times * 4, 500),
      await bench.frames(1000, 20),
      await bench.frames(5000, 33),
      await bench.moves(60, 40),
    ];
  } finally {
    await browser.close();
    harness.close();
  }
}

class Bench {
  constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly say: (text: string) => void,
  ) {}

  /** A first page, so that the browser is as awake as that of an editor at work. */
  async warm(): Promise<void> {
    const page = await this.open();
    await painted(page, messageOf(segmentPolicy(60, 6)));
    await page.close();
  }

  /** From the message with the graph, its page loaded and idle, to the first picture painted, be it a draft. */
  async firstView(count: number, perZone: number, times: number, target: number): Promise<PictureRow> {
    const how = perZone === 0 ? 'side by side' : 'nested';
    const measure = `first view, ${count} segments ${how}`;
    const values = await this.first(measure, messageOf(segmentPolicy(count, perZone)), times);
    return { measure, unit: 'ms', values, target };
  }

  /** The same to the picture that has been laid out, with its arrows. */
  async firstArrows(count: number, perZone: number, times: number): Promise<PictureRow> {
    const measure = `first view with arrows, ${count} segments nested`;
    const message = messageOf(segmentPolicy(count, perZone));
    const values = await this.first(measure, message, times, '.picture .edge');
    return { measure, unit: 'ms', values, target: null };
  }

  private async first(
    measure: string,
    message: GraphMessage,
    times: number,
    selector?: string,
  ): Promise<number[]> {
    this.say(measure);
    const values: number[] = [];
    for (let i = 0; i < times; i++) {
      const page = await this.open();
      values.push(await painted(page, message, selector));
      await page.close();
    }
    return values;
  }

  /** From the edited text, through the engine, to the new arrow painted, in a picture of `count` boxes. */
  async edit(count: number, times: number, target: number): Promise<PictureRow> {
    const measure = `edit to painted, ${count} boxes`;
    this.say(measure);
    let text = segmentPolicy(count, 0);
    const project = new PolicyProject('2026-11-21');
    const page = await this.open();
    project.setFile('a.zoneflow', { text });
    await painted(page, graphMessage('bench', project.snapshot()), laidOut);
    const values: number[] = [];
    for (let i = 0; i < times; i++) {
      const [from, to] = [`segment${(i * 7) % count}`, `added${i}`];
      text += `\nzone ${to}\nallow ${from} to ${to} on tcp/${4000 + i}`;
      const started = performance.now();
      project.setFile('a.zoneflow', { text });
      const message = graphMessage('bench', project.snapshot(), i + 2);
      const worked = performance.now() - started;
      values.push(worked + (await painted(page, message, elementOf(to))));
    }
    await page.close();
    return { measure, unit: 'ms', values, target };
  }

  /** Frames while the picture of `count` boxes is zoomed in and out and moved about. */
  async frames(count: number, target: number): Promise<PictureRow> {
    const measure = `pan and zoom frame, ${count} boxes`;
    this.say(measure);
    const page = await this.open();
    await painted(page, messageOf(segmentPolicy(count, 0)));
    await page.waitForTimeout(500);
    const values = await page.evaluate<number[]>('bench.framesWhileMoving(240)');
    await page.close();
    return { measure, unit: 'ms', values, target };
  }

  /** How far the boxes that were there move when a zone is added. */
  async moves(count: number, target: number): Promise<PictureRow> {
    const measure = `boxes moved by one more zone in ${count}, mean`;
    this.say(measure);
    const values: number[] = [];
    const text = segmentPolicy(count, 0);
    for (const [from, to] of [
      [3, 40],
      [10, 50],
      [22, 5],
    ] as const) {
      const page = await this.open();
      await painted(page, messageOf(text), laidOut);
      const before = await placesOf(page);
      const more = `zone added\nallow segment${from} to added on https\nallow added to segment${to} on ssh`;
      const message = messageOf(`${text}\n${more}`, 2);
      await painted(page, message, elementOf('added'));
      const after = new Map((await placesOf(page)).map(([id, x, y]) => [id, { x, y }]));
      const moved = before.map(([id, x, y]) => {
        const { x: ax, y: ay } = after.get(id) ?? { x, y };
        return Math.hypot(ax - x, ay - y);
      });
      values.push(moved.reduce((sum, one) => sum + one, 0) / moved.length);
      await page.close();
    }
    return { measure, unit: 'px', values, target };
  }

  private async open(): Promise<Page> {
    const page = await this.browser.newPage({ viewport: screen });
    await page.goto(`${this.url}?theme=dark`);
    await page.evaluate(await readFile(new URL('test/perf/picture-page.js', projectFolder), 'utf8'));
    // The layout worker is started when the page is loaded, and ready by the time the server has answered.
    await page.waitForTimeout(400);
    return page;
  }
}

function messageOf(text: string, version = 1): GraphMessage {
  const project = new PolicyProject('2026-11-21');
  project.setFile('a.zoneflow', { text });
  return graphMessage('bench', project.snapshot(), version);
}

/** The time from a message to the frame that shows what a selector finds, in milliseconds. */
function painted(page: Page, message: GraphMessage, selector = '.picture .shape'): Promise<number> {
  return page.evaluate<number>(`bench.painted(${JSON.stringify(message)}, ${JSON.stringify(selector)})`);
}

/** A box of a picture that is no draft any more. */
const laidOut = '.stage:not([aria-busy]) .picture .shape';

const elementOf = (box: string): string => `.picture [data-node="${box}"]`;

/** Where every box is. */
function placesOf(page: Page): Promise<[id: string, x: number, y: number][]> {
  return page.evaluate('bench.places()');
}
