import { html, svg } from './svg.js';

export interface Tool {
  readonly label: string;
  /** The key that does the same. */
  readonly key: string;
  /** Path data in a square of 16, drawn with a stroke. */
  readonly icon: string;
  readonly run: () => void;
  /** It is of use for the graph alone, and not shown with the other views. */
  readonly graphOnly?: boolean;
}

/** Icons of the tools, in the line weight of the editor's own. */
export const toolIcons = {
  zoomIn: 'M8 3v10M3 8h10',
  zoomOut: 'M3 8h10',
  fit: 'M2.5 6V2.500H6M10 2.500h3.500V6M13.5 10v3.500H10M6 13.500H2.500V10',
  tidy: 'M2.5 3.500h4v3.500h-4zM9.5 3.500h4v3.500h-4zM6 10h4v3.500H6zM4.5 7v1.500h7V7M8 8.500V10',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.300L14 14',
  details: 'M2.5 3h11v10h-11zM9.5 3v10M4.5 6h3M4.5 8.500h3',
  blast:
    'M8 7a1 1 0 1 0 0 2a1 1 0 1 0 0-2M4.800 11.200a4.500 4.500 0 0 1 0-6.400M11.200 4.800a4.500 4.500 0 0 1 0 6.400M2.800 13.200a7.400 7.400 0 0 1 0-10.400M13.200 2.800a7.400 7.400 0 0 1 0 10.400',
  changes: 'M5 2.500v6M2 5.500h6M8.500 12h5M13 2.500L3 13.500',
  image: 'M2.500 3h11v10h-11zM2.500 11l3.500-3.500l2.500 2.500l2-2l3 3M10.500 5.300a.9.9 0 1 0 .01 0',
  legend: 'M3 4h2M3 8h2M3 12h2M7.5 4H13M7.5 8H13M7.5 12H13',
  save: 'M8 2v7.500M4.8 6.500L8 9.700l3.2-3.200M2.5 11.500v2h11v-2',
} as const;

/** A row of buttons: one tab stop, the arrow keys go from one to the next. */
export function toolbar(tools: readonly Tool[]): HTMLElement {
  const buttons = tools.map((tool, index) => toolButton(tool, index === 0));
  const bar = html('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Graph tools' }, ...buttons);
  const stop = (button: HTMLButtonElement): void => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  };
  bar.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const seen = buttons.filter((button) => button.offsetParent !== null);
    const at = seen.indexOf(event.target as HTMLButtonElement);
    if (step === 0 || at < 0) return;
    event.preventDefault();
    const next = seen[(at + step + seen.length) % seen.length]!;
    stop(next);
    next.focus();
  });
  // The first one is there in every view.
  bar.addEventListener('focusout', () => stop(buttons[0]!));
  return bar;
}

function toolButton(tool: Tool, first: boolean): HTMLButtonElement {
  const icon = svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' });
  icon.append(svg('path', { d: tool.icon }));
  const title = `${tool.label} (${tool.key})`;
  const button = html(
    'button',
    {
      type: 'button',
      class: tool.graphOnly ? 'graph-only' : null,
      title,
      'aria-label': tool.label,
      tabindex: first ? 0 : -1,
    },
    icon,
  );
  button.addEventListener('click', tool.run);
  return button;
}
