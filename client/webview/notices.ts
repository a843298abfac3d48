import type { GraphMessage } from './protocol.js';
import { html } from './svg.js';

/** A line of text above the picture. `warning` is about the picture not being true to the text now. */
export interface Notice {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

export function noticeList(): HTMLElement {
  return html('div', { class: 'notices', role: 'status' });
}

/** Shows the notices, in their order; leaves the list alone where nothing changed, so that nothing is read out twice. */
export function showNotices(list: HTMLElement, notices: readonly (Notice | null)[]): void {
  const shown = notices.filter((notice) => notice !== null);
  const made = shown.map(({ level, text }) => html('p', { class: level }, text));
  const same =
    made.length === list.children.length && made.every((item, i) => item.isEqualNode(list.children[i]!));
  if (!same) list.replaceChildren(...made);
}

/** What is to be said of a graph itself; `null` where there is nothing. */
export function graphNotices(message: GraphMessage | null): (Notice | null)[] {
  if (message === null) return [];
  return [
    problemsNotice(message.problems),
    rulesetsNotice(message.graph.edges.length, message.rulesets ?? 0),
  ];
}

/** The notice while the text does not parse; `null` where it does. */
export function problemsNotice(problems: number): Notice | null {
  if (problems === 0) return null;
  const errors = problems === 1 ? 'a syntax error' : `${problems} syntax errors`;
  return { level: 'warning', text: `The text has ${errors}: this is the last picture that could be drawn.` };
}

/** The notice where a policy has connections in rulesets alone; `null` in all other cases. */
export function rulesetsNotice(edges: number, rulesets: number): Notice | null {
  if (edges > 0 || rulesets === 0) return null;
  const text = 'No arrows: a ruleset is a list of its own, analysed by itself, and no part of the picture.';
  return { level: 'info', text };
}

/** The notice about what is laid over the picture, of which `total` is too much to draw; `null` where it is not. */
export function overlaysNotice(total: number, drawn: number): Notice | null {
  if (total <= drawn) return null;
  const text = `${drawn} of ${total} connections are laid over the picture. The matrix and the list have them all.`;
  return { level: 'info', text };
}

/** The notice about zones that are closed for lack of room; `null` where there are none. */
export function roomNotice(forRoom: number, tooMany: boolean): Notice | null {
  if (tooMany) {
    const text = 'Too many connections to draw them all: point at a box, or choose it, to see its own.';
    return { level: 'info', text };
  }
  if (forRoom === 0) return null;
  const zones = forRoom === 1 ? '1 zone is' : `${forRoom} zones are`;
  return {
    level: 'info',
    text: `${zones} shown closed to keep the picture readable. Press + on one to open it.`,
  };
}
