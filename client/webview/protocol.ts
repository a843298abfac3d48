import type { Graph } from '../../language/graph/model.js';

/** The findings at one node or edge: how many, and how bad the worst is. */
export interface Mark {
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly count: number;
}

/** What the extension sends to the picture. */
export type ToWebview =
  | {
      readonly type: 'graph';
      /** Grows with every graph that is sent. */
      readonly version: number;
      /** The policy's name, as a title. */
      readonly policy: string;
      readonly graph: Graph;
      /** By node id, or `source→target` for an edge. */
      readonly marks: Readonly<Record<string, Mark>>;
      /** Syntax errors now; above 0 the picture is the last good one. */
      readonly problems: number;
    }
  /** Node ids, and `source→target` for edges. */
  | { readonly type: 'highlight'; readonly ids: readonly string[] }
  | { readonly type: 'settings'; readonly followCursor: boolean; readonly direction: 'RIGHT' | 'DOWN' }
  /** Shown in place of a picture, for example where there is no policy. */
  | { readonly type: 'message'; readonly text: string };

/** What the picture sends to the extension, which trusts none of it. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'revealEdge'; readonly source: string; readonly target: string }
  /** `data` is the SVG's text, or a PNG as a `data:` URL. */
  | { readonly type: 'export'; readonly format: 'svg' | 'png'; readonly data: string }
  | { readonly type: 'error'; readonly text: string };

/**
 * What the page's `<body>` carries as `data-worker` and `data-document` (read with `document.body.dataset`). The page
 * links `main.css`, loads `main.js`, and is otherwise empty.
 */
export interface PageData {
  /** Address of the layout worker's script: fetch it and start it from a `blob:`. */
  readonly worker: string;
  /** URI of the document whose policy is drawn. */
  readonly document: string;
}

/** What the state given to `setState` must hold, whatever else it holds, for the panel to be restored after a reload. */
export interface KeptState {
  /** `PageData.document`. */
  readonly document: string;
}
