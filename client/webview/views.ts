import { html } from './svg.js';

/** The ways to look at the same data. */
export const viewNames = ['graph', 'matrix', 'list'] as const;
export type ViewName = (typeof viewNames)[number];

const titles: Readonly<Record<ViewName, string>> = { graph: 'Graph', matrix: 'Matrix', list: 'List' };

/** The id of the element that shows a view. */
export const panelId = (name: ViewName): string => `view-${name}`;

/** The switch between the views: tabs, one stop for the Tab key, the arrow keys go from one to the next. */
export class ViewSwitch {
  private readonly tabs = viewNames.map((name, index) =>
    html(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': panelId(name),
        title: `${titles[name]} (${index + 1})`,
      },
      titles[name],
    ),
  );
  readonly element = html('div', { class: 'views', role: 'tablist', 'aria-label': 'View' }, ...this.tabs);

  /** @param choose is told what the user chooses */
  constructor(choose: (name: ViewName) => void) {
    this.tabs.forEach((tab, index) => tab.addEventListener('click', () => choose(viewNames[index]!)));
    this.element.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const at = this.tabs.indexOf(event.target as HTMLButtonElement);
      if (step === 0 || at < 0) return;
      event.preventDefault();
      const next = (at + step + viewNames.length) % viewNames.length;
      choose(viewNames[next]!);
      this.tabs[next]!.focus();
    });
  }

  /** Shows which view is on. */
  show(name: ViewName): void {
    this.tabs.forEach((tab, index) => {
      const on = viewNames[index] === name;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
    });
  }
}

/** The name of a view in `data`, else `graph`. */
export function parseViewName(data: unknown): ViewName {
  return viewNames.find((name) => name === data) ?? 'graph';
}
