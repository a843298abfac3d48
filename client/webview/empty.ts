import { html } from './svg.js';

const firstPolicy = `zone internet { addresses = unclaimed, trust = untrusted }
zone office   { addresses = 10.1.0.0/16 }

allow office to internet on https`;

/** What stands in place of a picture while there are no zones: how to begin. */
export function emptyPage(): HTMLElement {
  return html(
    'div',
    { class: 'empty', hidden: '' },
    html('p', {}, 'No zones yet'),
    html('p', {}, 'Write a zone, and it appears here:'),
    html('pre', {}, firstPolicy),
  );
}
