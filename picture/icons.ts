import type { GraphNode } from '../language/graph/model.js';

/**
 * Icons as path data in a square of 16, drawn with a stroke of 1.3 and round ends. One for each trust, so that trust is
 * told apart without colour, and one for each kind that is no zone.
 */
const paths = {
  /** A globe: anybody. */
  untrusted:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M1.8 8h12.4M8 1.8c2.2 1.9 2.9 4 2.9 6.2s-.7 4.3-2.9 6.2M8 1.8C5.8 3.7 5.1 5.8 5.1 8s.7 4.3 2.9 6.2',
  /** A gate between two posts. */
  dmz: 'M2.5 2.200v11.600M13.5 2.200v11.600M2.5 5h11M2.5 11h11M6.2 5v6M9.8 5v6',
  /** A house. */
  internal: 'M2.2 7.600L8 2.400l5.8 5.200M3.8 6.400v7.200h8.400V6.400M6.6 13.600V9.600h2.800v4',
  /** A padlock. */
  restricted: 'M3.4 7.200h9.200v6.600H3.400zM5.2 7.200V5a2.8 2.8 0 0 1 5.6 0v2.200M8 9.800v1.6',
  /** A cube: one application. */
  workload: 'M8 1.700l5.4 3v6.600l-5.4 3l-5.4-3V4.700zM2.6 4.700L8 7.700l5.4-3M8 7.700v6.6',
  /** A circle that is not closed: what is left over. */
  rest: 'M4 4a5.65 5.65 0 0 1 8 0M13.4 6.400a5.65 5.65 0 0 1-1.4 5.600M9.6 13.400a5.65 5.65 0 0 1-5.6-1.400M2.6 9.600a5.65 5.65 0 0 1 .3-3.9',
} as const;

export type IconName = keyof typeof paths;

/** The path data of an icon. */
export function iconPath(name: IconName): string {
  return paths[name];
}

export function iconOf(node: GraphNode): IconName {
  return node.kind === 'zone' ? (node.trust ?? 'internal') : node.kind;
}

/** A small loop, for what is allowed inside a box, in a square of 16. */
export const loopPath = 'M12.6 6.200A5 5 0 1 0 13 8.600M13.2 2.800v3.600H9.6';
