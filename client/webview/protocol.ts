import type { Graph, GraphEdge, GraphNode } from '../../language/graph/model.js';
import type { Mark } from '../../picture/marks.js';
import { isAnswer, type AnyAnswer, type Question } from './question.js';
import { parseSubject, type Subject } from './subject.js';

/** Where arrows point: to the right or down, or whichever fits the panel better. */
export type Direction = 'RIGHT' | 'DOWN' | 'AUTO';

export interface GraphMessage {
  readonly type: 'graph';
  /** Grows with every edit. A graph older than the one on screen is dropped. */
  readonly version: number;
  /** The policy's title. */
  readonly policy: string;
  readonly graph: Graph;
  /** By node id, or by `source→target` for an edge of `graph`. */
  readonly marks: Readonly<Record<string, Mark>>;
  /** By `source→target` the tiers of the rules that allow an edge, where they are not `application` alone. */
  readonly tiers?: Readonly<Record<string, readonly string[]>>;
  /** How many rulesets the policy has. They are not in the graph. */
  readonly rulesets?: number;
  /** Syntax errors in the text now. Above 0 the graph is the last one that could be made. */
  readonly problems: number;
}

export interface HighlightMessage {
  readonly type: 'highlight';
  /** Node ids or `source→target`. */
  readonly ids: readonly string[];
}

export interface SettingsMessage {
  readonly type: 'settings';
  /** Whether the picture moves to bring what is highlighted into sight. */
  readonly followCursor: boolean;
  readonly direction: Direction;
}

/** Shown in place of a picture, for example where there is no policy; above the picture where there is one. */
export interface TextMessage {
  readonly type: 'message';
  readonly text: string;
}

/** The answer to a question that the picture has asked under this number. */
export interface AnswerMessage {
  readonly type: 'answer';
  readonly id: number;
  readonly answer: AnyAnswer;
}

/** Opens the side panel about something. */
export interface SubjectMessage {
  readonly type: 'subject';
  readonly subject: Subject;
}

/** What the extension says to the picture. */
export type ToWebview =
  GraphMessage | HighlightMessage | SettingsMessage | TextMessage | AnswerMessage | SubjectMessage;

/** What the picture says to the extension. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'revealEdge'; readonly source: string; readonly target: string }
  /** Go to a rule by its name. */
  | { readonly type: 'revealRule'; readonly rule: string }
  /** To be answered under the same number. */
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  /** `data` is the text of the SVG, or the PNG in base64. */
  | { readonly type: 'export'; readonly format: 'svg' | 'png'; readonly data: string }
  | { readonly type: 'error'; readonly text: string };

/**
 * What the page's `<body>` carries as `data-worker` and `data-document` (`document.body.dataset`). The extension writes
 * the page: it links `main.css`, loads `main.js` at the end of the body, and is otherwise empty.
 */
export interface PageData {
  /** Address of the layout worker's script: to be fetched and started from a `blob:`. */
  readonly worker: string;
  /** URI of the document whose policy is drawn. */
  readonly document: string;
}

/** What the state given to `setState` holds, whatever else it holds, so that the panel can be restored after a reload. */
export interface KeptState {
  /** `PageData.document`, as it is. */
  readonly document: string;
}

/** The message in `data`, or `null` where it is none of ours. Never throws, whatever it is given. */
export function parseMessage(data: unknown): ToWebview | null {
  if (!isRecord(data)) return null;
  if (data.type === 'graph') return isGraphMessage(data) ? data : null;
  if (data.type === 'highlight') return isHighlight(data) ? data : null;
  if (data.type === 'settings') return isSettings(data) ? data : null;
  if (data.type === 'message') return isText(data) ? data : null;
  if (data.type === 'answer') return isAnswerMessage(data) ? data : null;
  if (data.type === 'subject') return isSubjectMessage(data) ? data : null;
  return null;
}

type Unknown = Record<string, unknown>;

function isRecord(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isGraphMessage(value: Unknown): value is Unknown & GraphMessage {
  return (
    isCount(value.version) &&
    typeof value.policy === 'string' &&
    isGraph(value.graph) &&
    isRecord(value.marks) &&
    Object.values(value.marks).every(isMark) &&
    (value.tiers === undefined || (isRecord(value.tiers) && Object.values(value.tiers).every(isStrings))) &&
    (value.rulesets === undefined || isCount(value.rulesets)) &&
    isCount(value.problems)
  );
}

function isHighlight(value: Unknown): value is Unknown & HighlightMessage {
  return isStrings(value.ids);
}

function isSettings(value: Unknown): value is Unknown & SettingsMessage {
  const { direction, followCursor } = value;
  return typeof followCursor === 'boolean' && oneOf(direction, ['RIGHT', 'DOWN', 'AUTO']);
}

function isText(value: Unknown): value is Unknown & TextMessage {
  return typeof value.text === 'string';
}

function isAnswerMessage(value: Unknown): value is Unknown & AnswerMessage {
  return isCount(value.id) && isAnswer(value.answer);
}

function isSubjectMessage(value: Unknown): value is Unknown & SubjectMessage {
  return parseSubject(value.subject) !== null;
}

function isMark(value: unknown): value is Mark {
  return (
    isRecord(value) && oneOf(value.severity, ['error', 'warning', 'info', 'hint']) && isCount(value.count)
  );
}

function isGraph(value: unknown): value is Graph {
  return (
    isRecord(value) &&
    value.version === 1 &&
    Array.isArray(value.nodes) &&
    value.nodes.every(isNode) &&
    Array.isArray(value.edges) &&
    value.edges.every(isEdge)
  );
}

function isNode(value: unknown): value is GraphNode {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    oneOf(value.kind, ['zone', 'workload', 'rest']) &&
    isTextOrNull(value.parent) &&
    isTextOrNull(value.title) &&
    (value.trust === null || oneOf(value.trust, ['untrusted', 'dmz', 'internal', 'restricted'])) &&
    (value.criticality === null || oneOf(value.criticality, ['low', 'medium', 'high', 'critical'])) &&
    isTextOrNull(value.owner) &&
    isStrings(value.tags)
  );
}

function isEdge(value: unknown): value is GraphEdge {
  return (
    isRecord(value) &&
    typeof value.source === 'string' &&
    typeof value.target === 'string' &&
    isStrings(value.services) &&
    isStrings(value.rules)
  );
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function oneOf(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}
