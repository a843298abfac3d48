import { overlayKinds, type OverlayKind } from './extras.js';
import { html } from './svg.js';

/** What is laid over the picture. */
export interface Overlays {
  readonly kinds: readonly OverlayKind[];
  /** Whether findings are marked. */
  readonly findings: boolean;
}

export const usualOverlays: Overlays = { kinds: [], findings: true };

const rows = [
  { name: 'denied', sign: '✕', text: 'denied: what deny rules take away' },
  { name: 'passed', sign: '»', text: 'passed: allowed by an exception' },
  { name: 'expired', sign: '◷', text: 'expired: allowed until a date that is past' },
  { name: 'findings', sign: '▲', text: 'findings on boxes and connections' },
] as const;

/** The check boxes that choose what is laid over the picture. */
export class OverlayBox {
  private readonly boxes = rows.map(({ name }) => html('input', { type: 'checkbox', value: name }));
  private readonly note = html('p', { class: 'facts', role: 'status' });
  readonly element: HTMLElement;

  /** @param choose is told what the user chooses */
  constructor(private readonly choose: (overlays: Overlays) => void) {
    const lines = rows.map(({ name, sign, text }, index) =>
      html(
        'label',
        {},
        this.boxes[index]!,
        html('span', { class: `key ${name}`, 'aria-hidden': 'true' }, sign),
        text,
      ),
    );
    this.element = html(
      'fieldset',
      { class: 'overlays' },
      html('legend', {}, 'Shown as well'),
      ...lines,
      this.note,
    );
    this.element.addEventListener('change', () => this.choose(this.chosen()));
    this.show(usualOverlays);
  }

  show({ kinds, findings }: Overlays): void {
    for (const box of this.boxes)
      box.checked = box.value === 'findings' ? findings : kinds.some((kind) => kind === box.value);
  }

  /** Says how much there is of what was chosen. */
  say(text: string): void {
    this.note.textContent = text;
  }

  private chosen(): Overlays {
    const on = new Set(this.boxes.filter(({ checked }) => checked).map(({ value }) => value));
    return { kinds: overlayKinds.filter((kind) => on.has(kind)), findings: on.has('findings') };
  }
}

/** The overlays in what was kept over a reload. Never throws. */
export function parseOverlays(data: unknown): Overlays {
  if (typeof data !== 'object' || data === null) return usualOverlays;
  const { kinds, findings } = data as Record<string, unknown>;
  const known = Array.isArray(kinds) ? overlayKinds.filter((kind) => kinds.includes(kind)) : [];
  return { kinds: known, findings: findings !== false };
}
