import { html } from './svg.js';

/** A button that looks like a link and leads somewhere. */
export function link(text: string, hint: string, run: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button', class: 'link', title: hint }, text);
  made.addEventListener('click', run);
  return made;
}

/** Rules by name, each a link; the rest of a long list is counted. */
export function ruleLinks(rules: readonly string[], go: (rule: string) => void, most = 8): (Node | string)[] {
  const shown = rules.slice(0, most).flatMap((rule, index): (Node | string)[] => {
    const made = link(rule, `Go to the rule ${rule}`, () => go(rule));
    return index === 0 ? [made] : [', ', made];
  });
  const left = rules.length - most;
  return left > 0 ? [...shown, ` and ${left} more`] : shown;
}

/** A heading of the side panel with what stands below it. */
export function part(title: string, ...content: readonly HTMLElement[]): HTMLElement[] {
  return [html('h3', {}, title), ...content];
}

/** `1 segment`, `2 segments`. */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** So many services are named before the rest is folded away. */
const mostServices = 12;

/** Services by name; a long list can be unfolded. */
export function serviceList(services: readonly string[]): (Node | string)[] {
  const first = services.slice(0, mostServices).join(', ');
  const others = services.slice(mostServices);
  if (others.length === 0) return [first];
  const unfold = html('summary', {}, `and ${others.length} more`);
  return [`${first} `, html('details', {}, unfold, others.join(', '))];
}
