import type { ChangedConnections, Changes, RuleReference } from '../../server/protocol.js';
import { link, part, plural } from './panel-parts.js';
import { html } from './svg.js';

export interface ChangesPanelWishes {
  readonly revealRule: (rule: string) => void;
  /** Compare with another revision. */
  readonly compare: (against: string) => void;
}

/** So many changes are listed in each direction. */
const mostListed = 60;

/** The revision to compare with, as a form. */
export function revisionForm(against: string, { compare }: ChangesPanelWishes): HTMLElement {
  const input = html('input', {
    type: 'text',
    value: against,
    'aria-label': 'Compare with a revision',
    placeholder: 'HEAD, main, v1.2~3',
    spellcheck: 'false',
  });
  const form = html(
    'form',
    { class: 'revision' },
    html('span', { 'aria-hidden': 'true' }, 'against'),
    input,
    html('button', { type: 'submit' }, 'Compare'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() !== '') compare(input.value.trim());
  });
  return form;
}

/** What the policy allows beyond itself at a revision, and the other way. */
export function changesPanel(changes: Changes, wishes: ChangesPanelWishes): HTMLElement[] {
  const { allowed, denied, notes, proven, commit } = changes;
  const none = allowed.length === 0 && denied.length === 0;
  const verdict = none
    ? 'No change in what is allowed.'
    : `${allowed.length} newly allowed, ${denied.length} newly denied.`;
  return [
    html('p', { class: 'summary', role: 'status' }, verdict),
    html(
      'p',
      { class: 'facts' },
      `Compared with ${commit.slice(0, 10)}, ${proven ? 'proven for all else' : 'not proven for all else'}.`,
    ),
    ...notes.map((note) => html('p', { class: 'facts' }, note)),
    ...changed('added', 'Newly allowed', allowed, wishes),
    ...changed('removed', 'Newly denied', denied, wishes),
  ];
}

function changed(
  kind: 'added' | 'removed',
  title: string,
  list: readonly ChangedConnections[],
  wishes: ChangesPanelWishes,
): HTMLElement[] {
  if (list.length === 0) return [];
  const rows = list.slice(0, mostListed).map((one) => row(kind, one, wishes));
  const left = list.length - mostListed;
  if (left > 0) rows.push(html('li', {}, `and ${left} more`));
  return part(`${title}: ${plural(list.length, 'change')}`, html('ul', { class: 'changes' }, ...rows));
}

function row(kind: 'added' | 'removed', change: ChangedConnections, wishes: ChangesPanelWishes): HTMLElement {
  const { from, to, on, exact, example, allowedBy, deniedBy, byDefault } = change;
  const sign = html('span', { class: `key ${kind}`, 'aria-hidden': 'true' }, kind === 'added' ? '+' : '−');
  const { source, destination, protocol, port } = example;
  const one = `${source} → ${destination} ${protocol}${port === null ? '' : `/${port}`}`;
  const [nowAllowed, nowDenied] =
    kind === 'added' ? ['allowed by ', 'before denied by '] : ['before allowed by ', 'denied by '];
  const denies = [
    ...rules(deniedBy, wishes),
    ...(byDefault ? [deniedBy.length === 0 ? 'default' : ', or by default'] : []),
  ];
  return html(
    'li',
    {},
    html(
      'p',
      {},
      sign,
      ' ',
      html('b', {}, from),
      ' → ',
      html('b', {}, to),
      ` on ${on}${exact ? '' : ' (in part)'}`,
    ),
    html('p', { class: 'facts' }, `example ${one}`),
    allowedBy.length === 0 ? null : html('p', { class: 'facts' }, nowAllowed, ...rules(allowedBy, wishes)),
    denies.length === 0 ? null : html('p', { class: 'facts' }, nowDenied, ...denies),
  );
}

/** Rules of the text as it is are links; those of the revision stand nowhere that could be gone to. */
function rules(list: readonly RuleReference[], { revealRule }: ChangesPanelWishes): (Node | string)[] {
  return list.slice(0, 5).flatMap(({ name, text, location }, index): (Node | string)[] => {
    const made =
      location === null ? html('span', { title: text }, name) : link(name, text, () => revealRule(name));
    return index === 0 ? [made] : [', ', made];
  });
}
