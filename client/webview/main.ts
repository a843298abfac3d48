import { styleSheet } from '../../picture/style.js';
import { Desk } from './desk.js';
import { toPng } from './export-png.js';
import { exportSvg } from './export-svg.js';
import { changeEdges, changeMatches, overlayEdges, withNodes } from './extras.js';
import { filtered, intersection, matchesOf, noFilter, type Filter, type Matches } from './filter.js';
import { FilterBar } from './filter-bar.js';
import { hopBadges, pairMatches, reachMatches } from './hops.js';
import { Layouter, startWorker } from './layout.js';
import { legend } from './legend.js';
import { mostExtras } from './extras-layer.js';
import { graphNotices, noticeList, overlaysNotice, showNotices, type Notice } from './notices.js';
import { emptyPage } from './empty.js';
import { OverlayBox, usualOverlays, type Overlays } from './overlay-box.js';
import { isWithin } from './panel-node.js';
import type { Changes, GraphOverlays, ReachResult } from '../../server/protocol.js';
import { parseMessage, type FromWebview, type GraphMessage, type ToWebview } from './protocol.js';
import { Asker } from './question.js';
import { SceneKeeper } from './scene.js';
import { parseSaved, type Saved } from './saved.js';
import { SidePanel } from './side-panel.js';
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
/** A single notice, this high, stands in the margin below the picture and covers nothing. In pixels. */
const oneNotice = 26;

const editor = acquireVsCodeApi();
const pictureStyle = new CSSStyleSheet();
pictureStyle.replaceSync(styleSheet());
document.adoptedStyleSheets = [pictureStyle];
const measure = textMeasure();
const { worker = '', document: policyDocument = '' } = document.body.dataset;
const layouter = new Layouter(() => startWorker(worker), deadline);
let message: GraphMessage | null = null;
let filter: Filter = noFilter;
let overlays: Overlays = usualOverlays;
let laidOver: GraphOverlays | null = null;
let changes: Changes | null = null;
let reach: { readonly start: readonly string[]; readonly result: ReachResult; readonly hops: number } | null =
  null;
let roomNotices: readonly Notice[] = [];
let spokenNotice: Notice | null = null;
/** How many connections are laid over what is seen. */
let overlaid = 0;
let followCursor = true;

const desk: Desk = new Desk({
  measure,
  revealNode: (id) => editor.postMessage({ type: 'reveal', id }),
  revealEdge: ({ source, target }) => editor.postMessage({ type: 'revealEdge', source, target }),
  toggle: (id) => keeper.toggle(id),
  chosen: follow,
  pair: (source, target) => panel.show({ kind: 'pair', source, target }),
  laidOver: (count) => {
    overlaid = count;
    sayNotices();
  },
  covered: () => Math.max(0, notices.offsetHeight - oneNotice),
  changed: saveSoon,
});
const { stage } = desk;
const { camera } = stage;
const keeper: SceneKeeper = new SceneKeeper({
  layouter,
  measure,
  anchor: () => ({ chosen: stage.chosenId, looking: camera.looking() }),
  screen: () => camera.screen(),
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
const asker = new Asker((id, question) => editor.postMessage({ type: 'ask', id, question }));
const panel = new SidePanel({
  asker,
  revealNode: (id) => editor.postMessage({ type: 'reveal', id }),
  revealRule: (rule) => editor.postMessage({ type: 'revealRule', rule }),
  choose: (id) => stage.choose(keeper.current.shown.standsFor.get(id) ?? id),
  changed: (subject, known) => {
    reach =
      subject?.kind === 'reach' && known?.kind === 'reach'
        ? { start: startOf(subject.id), result: known.reach, hops: subject.hops }
        : null;
    changes = known?.kind === 'changes' ? known.changes : null;
    showMatches();
    saveSoon();
  },
  left: () => desk.focus(),
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
const overlayBox = new OverlayBox(takeOverlays);
legendPanel.prepend(overlayBox.element);
const tools = toolbar([
  { label: 'Search and filter', key: '/', icon: toolIcons.search, run: () => filterBar.open() },
  { label: 'Zoom in', key: '+', icon: toolIcons.zoomIn, run: () => camera.zoom(1), graphOnly: true },
  { label: 'Zoom out', key: '-', icon: toolIcons.zoomOut, run: () => camera.zoom(-1), graphOnly: true },
  { label: 'Show all', key: '0', icon: toolIcons.fit, run: () => camera.fit(), graphOnly: true },
  { label: 'Lay out anew', key: 't', icon: toolIcons.tidy, run: tidy, graphOnly: true },
  { label: 'Details', key: 'i', icon: toolIcons.details, run: toggleDetails },
  { label: 'Blast radius', key: 'b', icon: toolIcons.blast, run: showReach },
  { label: 'What changed', key: 'c', icon: toolIcons.changes, run: showChanges },
  { label: 'Legend and overlays', key: '?', icon: toolIcons.legend, run: toggleLegend },
  { label: 'Save as SVG', key: 's', icon: toolIcons.save, run: save, graphOnly: true },
  { label: 'Save as PNG', key: 'p', icon: toolIcons.image, run: savePng, graphOnly: true },
]);

const keys: Readonly<Record<string, () => void>> = {
  '1': () => see('graph'),
  '2': () => see('matrix'),
  '3': () => see('list'),
  '+': () => camera.zoom(1),
  '=': () => camera.zoom(1),
  '-': () => camera.zoom(-1),
  '0': () => camera.fit(),
  t: tidy,
  i: toggleDetails,
  b: showReach,
  c: showChanges,
  p: savePng,
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
    case 'answer':
      return asker.take(received.id, received.answer);
    case 'subject':
      return panel.show(received.subject);
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
  filterBar.offer(received.graph, received.marks, received.tiers ?? {});
  showMatches();
  panel.setGraph(received.graph, received.marks);
  void askOverlays();
}

function takeFilter(chosen: Filter): void {
  filter = chosen;
  showMatches();
  saveSoon();
}

/** Shows the graph as the filter has it: less of it, or all of it with the rest dimmed. */
function showMatches(): void {
  if (message === null) return;
  const { marks } = message;
  const rests = overlays.kinds.length > 0 ? (laidOver?.rests ?? []) : [];
  const graph = withNodes(message.graph, [...rests, ...(changes?.nodes ?? [])]);
  const matches = matchesOf(graph, marks, filter, message.tiers);
  filterBar.say(matches);
  emphasise();
  const less = matches !== null && filter.hide;
  keeper.setGraph({ ...message, graph: less ? filtered(graph, matches) : graph });
}

/** Shows what the filter lets through, and of that what the side panel is about; all else is dimmed. */
function emphasise(): void {
  if (message === null) return;
  const { graph, marks } = message;
  const about = aboutMatches(graph);
  desk.match(
    intersection(matchesOf(graph, marks, filter, message.tiers), about),
    filter.text !== '' && about === null,
  );
  const edges = laidOver === null ? [] : overlayEdges(laidOver, new Set(overlays.kinds));
  const changed = changes === null ? [] : changeEdges(changes);
  desk.overlay([...edges, ...changed], (shown) =>
    reach === null ? new Map() : hopBadges(shown, reach.start, reach.result, reach.hops),
  );
}

/** What the side panel is about, where that is more than one box. */
function aboutMatches(graph: GraphMessage['graph']): Matches | null {
  if (reach !== null) return reachMatches(reach.start, reach.result, reach.hops, graph.nodes.length);
  if (changes !== null && changes.pairs.length > 0) return changeMatches(changes, graph.nodes.length);
  const subject = panel.current;
  return subject?.kind === 'pair' ? pairMatches(graph, subject.source, subject.target) : null;
}

/** The segments that a blast radius starts from. */
function startOf(id: string): string[] {
  const nodes = message?.graph.nodes ?? [];
  return nodes.map((node) => node.id).filter((one) => isWithin(one, id));
}

function takeOverlays(chosen: Overlays): void {
  overlays = chosen;
  document.body.classList.toggle('no-findings', !overlays.findings);
  saveSoon();
  void askOverlays();
}

/** Overlays cost as much as the graph does, so they are asked for when somebody wants them. */
async function askOverlays(): Promise<void> {
  if (overlays.kinds.length > 0) {
    overlayBox.say('Working it out…');
    const answer = await asker.ask({ kind: 'overlays' });
    laidOver = 'result' in answer ? answer.result : null;
    overlayBox.say(
      'error' in answer
        ? answer.error
        : laidOver?.complete === false
          ? 'Not all could be worked out in time.'
          : '',
    );
  } else if (laidOver === null) return;
  else laidOver = null;
  showMatches();
}

/** The details follow what is chosen in the picture. */
function follow(id: string | null): void {
  if (panel.current?.kind !== 'node' && panel.current?.kind !== 'pair') return;
  const [source, target] = id?.split('→') ?? [];
  if (source !== undefined)
    panel.show(target === undefined ? { kind: 'node', id: source } : { kind: 'pair', source, target });
}

function toggleDetails(): void {
  if (panel.current !== null) return panel.close();
  const [source, target] = (desk.chosenId ?? keeper.current.shown.nodes[0]?.id)?.split('→') ?? [];
  if (source === undefined) return;
  panel.show(target === undefined ? { kind: 'node', id: source } : { kind: 'pair', source, target }, true);
}

function showChanges(): void {
  panel.show({ kind: 'changes', against: 'HEAD' }, true);
}

function showReach(): void {
  const id = (desk.chosenId ?? keeper.current.shown.nodes[0]?.id)?.split('→')[0];
  if (id !== undefined) panel.show({ kind: 'reach', id, direction: 'outward', hops: 1 }, true);
}

function see(name: ViewName): void {
  desk.see(name);
  views.show(name);
  document.body.dataset.view = name;
  saveSoon();
}

function sayNotices(): void {
  showNotices(notices, [
    ...graphNotices(message),
    ...roomNotices,
    overlaysNotice(overlaid, mostExtras),
    spokenNotice,
  ]);
}

function titleCounts(): void {
  const { nodes = [], edges = [] } = message?.graph ?? {};
  const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  counts.textContent = `${plural(nodes.length, 'segment')}, ${plural(edges.length, 'connection')}`;
}

function tidy(): void {
  camera.fitNext();
  keeper.tidy();
}

function toggleLegend(): void {
  legendPanel.hidden = !legendPanel.hidden;
  saveSoon();
}

function svgText(): string {
  return exportSvg(
    keeper.current,
    desk.extras,
    measure,
    `Segment graph of ${message?.policy ?? 'the policy'}`,
  );
}

function save(): void {
  editor.postMessage({ type: 'export', format: 'svg', data: svgText() });
}

function savePng(): void {
  toPng(svgText()).then(
    (data) => editor.postMessage({ type: 'export', format: 'png', data }),
    (error: unknown) => showText(error instanceof Error ? error.message : String(error)),
  );
}

let saving: ReturnType<typeof setTimeout> | undefined;

function saveSoon(): void {
  clearTimeout(saving);
  saving = setTimeout(() => {
    const shows = { legend: !legendPanel.hidden, shows: desk.shows, filter, overlays };
    const pictures = { ...keeper.remember(), ...camera.remember() };
    editor.setState({ ...pictures, ...shows, document: policyDocument, subject: panel.current });
  }, savePause);
}

function restore(): void {
  const saved = parseSaved(editor.getState());
  // Another policy may be shown in the panel than the one that the state is of.
  if (saved === null || saved.document !== policyDocument) return see('graph');
  keeper.restore(saved);
  camera.restore(saved);
  legendPanel.hidden = !saved.legend;
  filter = saved.filter;
  filterBar.restore(filter);
  overlayBox.show(saved.overlays);
  overlays = saved.overlays;
  document.body.classList.toggle('no-findings', !overlays.findings);
  panel.show(saved.subject);
  see(saved.shows);
}

const page = html('main', {}, ...desk.elements, panel.element, empty, instead, notices, legendPanel);
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
