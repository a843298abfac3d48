import type { ReachResult } from '../../server/protocol.js';
import { countReached, reachedIn, type Reached } from './hops.js';
import { link, plural, ruleLinks } from './panel-parts.js';
import type { ReachDirection } from './subject.js';
import { html } from './svg.js';

export interface ReachPanelWishes {
  readonly turn: (direction: ReachDirection) => void;
  /** Show what so many hops reach. */
  readonly hops: (hops: number) => void;
  readonly revealRule: (rule: string) => void;
  /** Show a segment in the picture. */
  readonly choose: (id: string) => void;
}

/** So many segments of a hop are listed, and so many connections of a segment. */
const most = { nodes: 60, edges: 4 };

/** The blast radius: which way, how many hops, how much that reaches, and by which rules. */
export function reachPanel(
  result: ReachResult,
  direction: ReachDirection,
  hops: number,
  wishes: ReachPanelWishes,
): HTMLElement[] {
  const { steps, complete } = result;
  const outward = direction === 'outward';
  const nothing = outward ? 'It may reach nothing.' : 'Nothing may reach it.';
  if (steps.length === 0) return [turner(direction, wishes), html('p', { role: 'status' }, nothing)];
  return [
    turner(direction, wishes),
    stepper(steps.length, hops, wishes),
    html('p', { class: 'summary', role: 'status' }, summary(result, outward, hops)),
    ...(complete ? [] : [html('p', { class: 'facts' }, 'There is more than could be worked out in time.')]),
    ...steps
      .slice(0, hops)
      .flatMap((step, index) => hopPart(index + 1, reachedIn(step, direction), outward, wishes)),
  ];
}

function turner(direction: ReachDirection, { turn }: ReachPanelWishes): HTMLElement {
  const button = (way: ReachDirection, text: string): HTMLElement => {
    const made = html('button', { type: 'button', 'aria-pressed': String(way === direction) }, text);
    made.addEventListener('click', () => turn(way));
    return made;
  };
  return html(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'Direction' },
    button('outward', 'It reaches'),
    button('inward', 'Reaches it'),
  );
}

/** Buttons for single hops and a slider over them all: the same choice. */
function stepper(count: number, hops: number, wishes: ReachPanelWishes): HTMLElement {
  const button = (text: string, label: string, to: number): HTMLElement => {
    const made = html(
      'button',
      { type: 'button', 'aria-label': label, disabled: to < 1 || to > count ? '' : null },
      text,
    );
    made.addEventListener('click', () => wishes.hops(to));
    return made;
  };
  const slider = html('input', {
    type: 'range',
    min: 1,
    max: count,
    value: hops,
    'aria-label': 'Hops',
    'aria-valuetext': plural(hops, 'hop'),
  });
  slider.addEventListener('input', () => wishes.hops(Number(slider.value)));
  return html(
    'div',
    { class: 'stepper', role: 'group', 'aria-label': 'Hops' },
    button('−', 'One hop less', hops - 1),
    slider,
    button('+', 'One hop more', hops + 1),
    html('span', {}, `${hops} of ${plural(count, 'hop')}`),
  );
}

function summary(result: ReachResult, outward: boolean, hops: number): string {
  const { all, critical } = countReached(result, hops);
  const worst = critical.map(([level, count]) => `${count} ${level}`).join(', ');
  const what = outward ? `reaches ${plural(all, 'segment')}` : `is reached from ${plural(all, 'segment')}`;
  return `In ${plural(hops, 'hop')} it ${what}${worst === '' ? '' : `; by criticality: ${worst}`}.`;
}

function hopPart(
  hop: number,
  reached: readonly Reached[],
  outward: boolean,
  wishes: ReachPanelWishes,
): HTMLElement[] {
  const rows = reached.slice(0, most.nodes).map((one) => row(one, outward, wishes));
  const left = reached.length - most.nodes;
  if (left > 0) rows.push(html('li', {}, `and ${left} more`));
  const badge = html('span', { class: 'hop-number', 'aria-hidden': 'true' }, String(hop));
  return [
    html('h3', {}, badge, `Hop ${hop}: ${plural(reached.length, 'segment')}`),
    html('ul', { class: 'reached' }, ...rows),
  ];
}

function row({ id, criticality, by }: Reached, outward: boolean, wishes: ReachPanelWishes): HTMLElement {
  const edges = by
    .slice(0, most.edges)
    .map(({ source, target, services, rules }) =>
      html(
        'p',
        { class: 'facts' },
        `${outward ? `from ${source}` : `to ${target}`} on ${services.join(', ')} by `,
        ...ruleLinks(rules, wishes.revealRule, 4),
      ),
    );
  const left = by.length - most.edges;
  return html(
    'li',
    {},
    link(id, `Show ${id} in the picture`, () => wishes.choose(id)),
    criticality === null ? null : html('span', { class: 'critical' }, criticality),
    ...edges,
    left > 0 ? html('p', { class: 'facts' }, `and ${left} more connections`) : null,
  );
}
