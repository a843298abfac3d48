import type { ChainResult, PairResult, PairResultPart } from '../../server/protocol.js';
import { link, part, serviceList } from './panel-parts.js';
import { html } from './svg.js';

export interface PairPanelWishes {
  readonly revealRule: (rule: string) => void;
  readonly pair: (source: string, target: string) => void;
}

const verdicts: Readonly<Record<PairResult['verdict'], string>> = {
  allow: 'Allowed on every service',
  deny: 'Nothing is allowed',
  partly: 'Allowed in part',
  empty: 'No network carries a connection from one to the other',
};

const signs = { allow: '✓', deny: '✕' } as const;

/** Who decides what between two nodes, service by service, and where nothing is allowed, by what way it can be reached still. */
export function pairPanel(
  source: string,
  target: string,
  { verdict, parts, complete }: PairResult,
  chain: ChainResult | null,
  wishes: PairPanelWishes,
): HTMLElement[] {
  const back = link('The other way', `Explain ${target} to ${source}`, () => wishes.pair(target, source));
  return [
    html('p', { class: 'actions' }, source === target ? '' : back),
    html('p', { class: `verdict ${verdict}` }, verdicts[verdict]),
    ...parts.map((one) => decided(one, wishes)),
    ...(complete ? [] : [html('p', { class: 'facts' }, 'There is more than could be worked out in time.')]),
    ...(chain === null ? [] : chainPart(chain, wishes)),
  ];
}

function decided(one: PairResultPart, wishes: PairPanelWishes): HTMLElement {
  const { verdict, services, isRest, isShared, tier, rules, identities, conditions } = one;
  const any = services.length === 0 || services[0] === 'any';
  const named = !isRest ? serviceList(services) : [any ? 'any service' : 'all other services'];
  const limits = [
    identities.length === 0 ? '' : ` as ${identities.join(' or ')}`,
    conditions.length === 0 ? '' : ` when ${conditions.join(' and ')}`,
  ].join('');
  const word = verdict === 'allow' ? 'Allowed' : 'Denied';
  const how = isShared ? ' for some of the connections' : '';
  const made = html(
    'div',
    { class: `decided ${verdict}` },
    html(
      'p',
      {},
      html('span', { class: 'sign', 'aria-hidden': 'true' }, signs[verdict]),
      html('b', {}, ` ${word} `),
      'on ',
      ...named,
      `${limits}${how}`,
    ),
  );
  if (rules.length === 0) made.append(html('p', { class: 'facts' }, 'by default: no rule decides'));
  else
    made.append(
      html('p', { class: 'facts' }, `tier ${tier ?? 'application'}`),
      html('ul', {}, ...rules.map((rule) => html('li', {}, ruleLine(rule, wishes)))),
    );
  return made;
}

function ruleLine(
  { name, text }: { name: string; text: string },
  { revealRule }: PairPanelWishes,
): HTMLElement {
  const made = link(name === text ? text : `${name}: ${text}`, `Go to the rule ${name}`, () =>
    revealRule(name),
  );
  made.classList.add('code');
  return made;
}

function chainPart({ hops, complete }: ChainResult, wishes: PairPanelWishes): HTMLElement[] {
  if (hops.length === 0) {
    const text = complete ? 'Nor is there a chain of allowed connections.' : 'No chain was found in time.';
    return [html('p', {}, text)];
  }
  if (hops.length === 1) return [];
  const rows = hops.map(({ connection: { source, destination, protocol, port }, rules }) =>
    html(
      'li',
      {},
      `${source} → ${destination} on ${protocol}${port === null ? '' : `/${port}`}`,
      html('ul', {}, ...rules.map((rule) => html('li', {}, ruleLine(rule, wishes)))),
    ),
  );
  return part(`Yet it can be reached in ${hops.length} hops`, html('ol', {}, ...rows));
}
