import type { Graph } from '../../language/graph/model.js';
import { chooseClosed } from '../../picture/budget.js';
import { fromElk, isSmall, toElk } from '../../picture/elk-graph.js';
import { pictureFile } from '../../picture/file.js';
import type { Picture } from '../../picture/geometry.js';
import { gridPicture } from '../../picture/grid.js';
import type { Scene } from '../../picture/scene.js';
import type { Way } from '../../picture/sizes.js';
import { show, type Shown } from '../../picture/state.js';
import { themes } from '../../picture/style.js';
import { measuredFonts, tableMeasure as measure } from '../../picture/text-width.js';
import { childrenOf, treeOf } from '../../picture/tree.js';
import { layOutAll } from '../layout.js';

/** A layout that takes longer is given up for one in rows. Milliseconds. */
const deadline = 20_000;

/** The shape that a picture should fit best: that of a screen, or of a page on its side. */
const page = { width: 1600, height: 1000 };

/** A graph in some format. */
export interface Drawn {
  readonly text: string;
  /** What the reader should know about the picture: the fact, then the remedy. */
  readonly notes: readonly string[];
}

/** The graph as a picture of its own, laid out as the editor does; light, or dark where the viewer prefers that. */
export async function toSvg(graph: Graph, policy: string): Promise<Drawn> {
  const { shown, forRoom, tooMany } = choose(graph);
  const { picture, way, problem } = tooMany ? inRows(shown) : await layOut(shown);
  const scene: Scene = {
    shown,
    picture,
    marks: new Map(),
    direction: way,
    rows: tooMany || problem !== undefined,
  };
  const text = pictureFile(scene, {
    measure,
    title: `Segment graph of ${policy}`,
    fontFamily: measuredFonts,
    theme: themes.light,
    dark: themes.dark,
  });
  return {
    text,
    notes: [roomNote(forRoom, tooMany), layoutNote(problem)].filter((note) => note !== undefined),
  };
}

/** As many zones open as can be laid out, from the outside inwards. */
function choose(graph: Graph): { shown: Shown; forRoom: number; tooMany: boolean } {
  const tree = treeOf(graph);
  const zones = [...tree.nodes.keys()].filter((id) => childrenOf(tree, id).length > 0);
  // What was opened last goes first, so the outermost come last.
  const wishes = { opened: zones.reverse(), closed: new Set<string>() };
  const { closed, forRoom, tooMany } = chooseClosed(graph, tree, wishes, Infinity);
  return { shown: show(graph, tree, closed), forRoom, tooMany };
}

interface LaidOut {
  readonly picture: Picture;
  readonly way: Way;
  /** Why boxes stand in rows instead. */
  readonly problem?: string;
}

const inRows = (shown: Shown, problem?: string): LaidOut => ({
  picture: gridPicture(shown, measure),
  way: 'RIGHT',
  ...(problem !== undefined && { problem }),
});

/** Arrows go to the right, or down where a small picture then fits a page better. */
async function layOut(shown: Shown): Promise<LaidOut> {
  // Without arrows there are no layers: those would be one long column.
  if (shown.edges.length === 0) return inRows(shown);
  const ways: Way[] = isSmall(shown) ? ['RIGHT', 'DOWN'] : ['RIGHT'];
  const layouts = await layOutAll(
    ways.map((direction) => toElk(shown, { direction, measure })),
    deadline,
  );
  const [right, down] = layouts.map((layout) =>
    'graph' in layout ? fromElk(layout.graph, shown, measure) : undefined,
  );
  if (right === undefined) return inRows(shown, 'problem' in layouts[0] ? layouts[0].problem : 'no layout');
  const better = down !== undefined && zoomOf(down) > zoomOf(right) * 1.08;
  return better ? { picture: down, way: 'DOWN' } : { picture: right, way: 'RIGHT' };
}

const zoomOf = ({ bounds }: Picture): number =>
  Math.min(page.width / Math.max(1, bounds.width), page.height / Math.max(1, bounds.height), 1);

function roomNote(forRoom: number, tooMany: boolean): string | undefined {
  if (tooMany)
    return 'There is too much to draw the connections of, even with all zones closed: the picture has boxes alone. Ask for --from ZONE --hops 1, or for --format json.';
  if (forRoom === 0) return undefined;
  const zones = forRoom === 1 ? '1 zone is' : `${forRoom} zones are`;
  return `${zones} shown closed, as there is too much in the graph for one picture. Say --depth N, or --from ZONE for a part of it.`;
}

const layoutNote = (problem: string | undefined): string | undefined =>
  problem === undefined
    ? undefined
    : `The layout failed (${problem}); boxes stand in rows. Say --depth N for less at once.`;
