import { Desk } from './desk.js';
import { exportSvg } from './export-svg.js';
import { filtered, matchesOf, noFilter, type Filter, type Matches } from './filter.js';
import { FilterBar } from './filter-bar.js';
import { Layouter, startWorker } from './layout.js';
import { legend } from './legend.js';
import { noticeList, problemsNotice, showNotices, type Notice } from './notices.js';
import { emptyPage } from './empty.js';
import { parseMessage, type FromWebview, type GraphMessage, type ToWebview } from './protocol.js';
import { SceneKeeper } from './scene.js';
import { parseSaved, type Saved } from './saved.js';
import { html } from './svg.js';
import { textMeasure } from './text-width.js';
import { toolbar, toolIcons } from './toolbar.js';
import { ViewSwitch, type ViewName } from './views.js';

interface Editor {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: Saved): void;
}

/** Given to a webview by the editor; may be called once. */
declare function acquireVsCodeApi(): Editor;

const deadline = 5000;
/** The view changes with every movement of the wheel; it is saved when that has come to rest. */
const savePause = 250;

const editor = acquireVsCodeApi();
const measure = textMeasure();
const { worker = '', document: policyDocument = '' } = document.body.dataset;
const layouter = new Layouter(() => startWorker(worker), deadline);
let message: GraphMessage | null = null;
let filter: Filter = noFilter;
let matches: Matches | null = null;
let roomNotices: readonly Notice[] = [];
let spokenNotice: Notice | null = null;
let followCursor = true;

const desk: Desk = new Desk({
  measure,
  revealNode: (id) => editor.postMessage({ type: 'reveal', id }),
  revealEdge: ({ source, target }) => editor.postMessage({ type: 'revealEdge', source, target }),
  toggle: (id) => keeper.toggle(id),
  changed: saveSoon,
});
const { stage } = desk;
const keeper: SceneKeeper = new SceneKeeper({
  layouter,
  measure,
  anchor: () => ({ chosen: stage.chosenId, looking: stage.looking() }),
  screen: () => stage.screen(),
  whenReady: (scene, toggled) => {
    desk.show(scene, toggled);
    titleCounts();
    saveSoon();
  },
  whenNoticed: (notices) => {
    roomNotices = notices;
    sayNotices();
  },
});
const filterBar = new FilterBar({
  changed: takeFilter,
  next: (step) => desk.next(step),
  leave: () => desk.focus(),
});
const views = new ViewSwitch(see);

const title = html('h1', {});
const counts = html('p', { class: 'counts' });
const notices = noticeList();
const instead = html('p', { class: 'instead', hidden: '' });
const empty = emptyPage();
const legendPanel = legend();
const tools = toolbar([
  { label: 'Search and filter', key: '/', icon: toolIcons.search, run: () => filterBar.open() },
  { label: 'Zoom in', key: '+', icon: toolIcons.zoomIn, run: () => stage.zoom(1), graphOnly: true },
  { label: 'Zoom out', key: '-', icon: toolIcons.zoomOut, run: () => stage.zoom(-1), graphOnly: true },
  { label: 'Show all', key: '0', icon: toolIcons.fit, run: () => stage.fit(), graphOnly: true },
  { label: 'Lay out anew', key: 't', icon: toolIcons.tidy, run: tidy, graphOnly: true },
  { label: 'Legend', key: '?', icon: toolIcons.legend, run: toggleLegend },
  { label: 'Save as SVG', key: 's', icon: toolIcons.save, run: save },
]);

const keys: Readonly<Record<string, () => void>> = {
  '1': () => see('graph'),
  '2': () => see('matrix'),
  '3': () => see('list'),
  '+': () => stage.zoom(1),
  '=': () => stage.zoom(1),
  '-': () => stage.zoom(-1),
  '0': () => stage.fit(),
  t: tidy,
  '/': () => filterBar.open(),
  '?': toggleLegend,
  s: save,
};

function receive(received: ToWebview): void {
  switch (received.type) {
    case 'graph':
      return showGraph(received);
    case 'highlight':
      return stage.highlight(received.ids, followCursor);
    case 'settings':
      followCursor = received.followCursor;
      if (keeper.turnsTo(received.direction)) tidy();
      return;
    case 'message':
      return showText(received.text);
  }
}

/** Without a picture the text stands in its place, otherwise below it, until the next graph comes. */
function showText(text: string): void {
  instead.textContent = text;
  instead.hidden = message !== null || text === '';
  spokenNotice = message === null || text === '' ? null : { level: 'info', text };
  sayNotices();
}

function showGraph(received: GraphMessage): void {
  if (message !== null && received.version < message.version) return;
  message = received;
  showText('');
  title.textContent = received.policy;
  empty.hidden = received.graph.nodes.length > 0;
  document.body.classList.toggle('stale', received.problems > 0);
  sayNotices();
  filterBar.offer(received.graph, received.marks);
  showMatches();
}

function takeFilter(chosen: Filter): void {
  filter = chosen;
  showMatches();
  saveSoon();
}

/** Shows the graph as the filter has it: less of it, or all of it with the rest dimmed. */
function showMatches(): void {
  if (message === null) return;
  matches = matchesOf(message.graph, message.marks, filter);
  filterBar.say(matches);
  desk.match(matches, filter.text !== '');
  const less = matches !== null && filter.hide;
  keeper.setGraph(less ? { ...message, graph: filtered(message.graph, matches!) } : message);
}

function see(name: ViewName): void {
  desk.see(name);
  views.show(name);
  document.body.dataset.view = name;
  saveSoon();
}

function sayNotices(): void {
  const stale = problemsNotice(message?.problems ?? 0);
  showNotices(
    notices,
    [stale, ...roomNotices, spokenNotice].filter((notice) => notice !== null),
  );
}

function titleCounts(): void {
  const { nodes = [], edges = [] } = message?.graph ?? {};
  const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  counts.textContent = `${plural(nodes.length, 'segment')}, ${plural(edges.length, 'connection')}`;
}

function tidy(): void {
  stage.fitNext();
  keeper.tidy();
}

function toggleLegend(): void {
  legendPanel.hidden = !legendPanel.hidden;
  saveSoon();
}

function save(): void {
  const { bounds } = keeper.current.picture;
  const data = exportSvg(stage.picture, bounds, `Segment graph of ${message?.policy ?? 'the policy'}`);
  editor.postMessage({ type: 'export', format: 'svg', data });
}

let saving: ReturnType<typeof setTimeout> | undefined;

function saveSoon(): void {
  clearTimeout(saving);
  saving = setTimeout(() => {
    const { currentView: view } = stage;
    const own = { document: policyDocument, view, legend: !legendPanel.hidden, shows: desk.shows, filter };
    editor.setState({ ...keeper.remember(), ...own });
  }, savePause);
}

function restore(): void {
  const saved = parseSaved(editor.getState());
  // Another policy may be shown in the panel than the one that the state is of.
  if (saved === null || saved.document !== policyDocument) return see('graph');
  keeper.restore(saved);
  stage.restoreView(saved.view);
  legendPanel.hidden = !saved.legend;
  filter = saved.filter;
  filterBar.restore(filter);
  see(saved.shows);
}

const page = html('main', {}, ...desk.elements, empty, instead, notices, legendPanel);
const heading = html('div', { class: 'heading' }, title, counts);
const head = html('header', {}, heading, views.element, tools);
document.body.append(head, filterBar.element, page, desk.tooltip.element);

document.addEventListener('keydown', (event) => {
  const run = keys[event.key];
  if (run === undefined || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  event.preventDefault();
  run();
});
window.addEventListener('message', ({ data }) => {
  const received = parseMessage(data);
  if (received !== null) receive(received);
});
window.addEventListener('error', ({ message: text }) => editor.postMessage({ type: 'error', text }));
window.addEventListener('unhandledrejection', ({ reason }) => {
  editor.postMessage({ type: 'error', text: reason instanceof Error ? reason.message : String(reason) });
});

restore();
layouter.warm();
editor.postMessage({ type: 'ready' });
