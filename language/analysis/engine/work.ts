/** Counts of work done, so that tests can assert effort where they must not assert time. */
export interface Work {
  /** Regions compared exactly with a point or a region. */
  examined: number;
  /** Pieces of regions looked at by the coverage loop. */
  pieces: number;
  /** Nodes of indexes visited. */
  nodes: number;
  /** Questions asked of the coverage loop. */
  questions: number;
  /** Rules judged, not taken over from an earlier analysis. */
  judged: number;
}

export const noWork = (): Work => ({ examined: 0, pieces: 0, nodes: 0, questions: 0, judged: 0 });
