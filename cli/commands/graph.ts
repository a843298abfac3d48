import path from 'node:path';
import { drawGraph, type DrawnGraph } from '../../language/graph/build.js';
import type { Graph } from '../../language/graph/model.js';
import { layOut } from '../../language/graph/nodes.js';
import { partOf } from '../../language/graph/part.js';
import { reachFrom, type Reach } from '../../language/graph/reach.js';
import { closest } from '../../language/text/spelling.js';
import type { Snapshot } from '../../language/workspace.js';
import type { Command, Context } from '../command.js';
import { exitCode, Failure, type ExitCode } from '../failure.js';
import { toDot, toMermaid } from '../formats/graph.js';
import { toReachText } from '../formats/reach.js';
import type { Drawn } from '../formats/svg.js';
import { choiceOf, countOf, valueOf, type Call } from '../options.js';
import { openPolicy } from '../policies.js';

const plain = (text: string): Drawn => ({ text, notes: [] });

const formats: Readonly<Record<string, (graph: Graph, policy: string) => Drawn | Promise<Drawn>>> = {
  json: (graph) => plain(`${JSON.stringify(graph, undefined, 2)}\n`),
  // The other formats start faster without the picture in memory.
  svg: async (graph, policy) => (await import('../formats/svg.js')).toSvg(graph, policy),
  dot: (graph) => plain(toDot(graph)),
  mermaid: (graph) => plain(toMermaid(graph)),
};
const names = [...Object.keys(formats), 'text'];

export const graph: Command = {
  name: 'graph',
  summary: 'Print the segment graph, or how far one zone reaches: what is really allowed, hop by hop.',
  usage: [
    '[PATH] [--format json|svg|dot|mermaid] [--depth N]',
    '[PATH] --from X [--hops N] [--inward] [--format text|json|svg|dot|mermaid]',
  ],
  options: {
    format: { value: names.join('|'), help: 'How to print it. Without it: json; with --from: text.' },
    depth: { value: 'N', help: 'Levels of zones to show; 1 is the outermost zones. Without it: all.' },
    from: {
      value: 'X',
      help: 'Show only what a zone, workload or group may reach over chains of connections.',
    },
    hops: { value: 'N', help: 'With --from: chains of at most N connections. Without it: of any length.' },
    inward: { help: 'With --from: who may reach X, instead of whom X may reach.' },
  },
  details: `An edge stands wherever at least one connection is allowed; what denies, passes and expired rules take away is
not drawn. \`shop.*\` is the part of shop that is in nothing nested in it, \`*\` the addresses that no zone claims.

With --from the graph has only the connections of the chains that begin at X, or with --inward end there. The text
lists, hop by hop, what is reached, from where, on which services and by which rules. It agrees with
\`never X reaches Y within N hops\`: a chain goes on from every address of a workload that it has arrived at.`,
  examples: [
    { call: 'zoneflow graph policy > graph.json', meaning: 'for other tools' },
    { call: 'zoneflow graph --format svg > zones.svg', meaning: 'the picture that the editor shows' },
    {
      call: 'zoneflow graph --depth 1 --format dot | dot -Tsvg > zones.svg',
      meaning: 'a picture by Graphviz',
    },
    { call: 'zoneflow graph --format mermaid', meaning: 'for a Markdown page' },
    { call: 'zoneflow graph --from internet --hops 3', meaning: 'how far an intruder gets in three steps' },
    {
      call: 'zoneflow graph --from shop.db --inward --format svg',
      meaning: 'a picture of who reaches the data',
    },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const { from, hops, depth, ...wish } = readWish(call);
  const { policies, notes, complete } = await openPolicy('graph', call.operands, context);
  const [{ root, project }] = policies;
  const snapshot = project.snapshot();
  const reach = from === undefined ? undefined : reachOf(snapshot, from, wish.direction, hops);
  const look = { start: from ?? '', direction: wish.direction, colour: context.terminal.colour };
  const drawn: Pick<DrawnGraph, 'graph'> & Partial<DrawnGraph> =
    reach && from !== undefined
      ? { graph: partOf(snapshot.resolved.policy, reach, from), isComplete: reach.complete }
      : drawGraph(snapshot.analysis, { depth, maxEdges });
  const title = project.settings.name ?? path.basename(root.folder);
  const { text, notes: remarks } =
    reach && wish.format === 'text'
      ? plain(toReachText(reach, look))
      : await formats[wish.format](drawn.graph, title);
  await context.terminal.out(text);
  [...notes, ...remarks, ...limits(drawn)].forEach(context.terminal.note);
  if (!complete) return exitCode.failed;
  return drawn.isComplete === false ? exitCode.findings : exitCode.fine;
}

/** With more edges than this fewer levels of zones are shown: nobody could do anything with such a graph. */
const maxEdges = 100_000;

function limits({ depth, isWhole, isComplete }: Partial<DrawnGraph>): string[] {
  const notes: string[] = [];
  if (isWhole === false)
    notes.push(
      `There are more than ${maxEdges} connections between segments, so only ${depth} levels of zones are shown. Ask for --from ZONE for a part of it.`,
    );
  if (isComplete === false)
    notes.push('There is too much to show all of it: connections are missing. Ask for --from ZONE --hops 1.');
  return notes;
}

/** What the call asks for. Throws a `Failure` where that does not go together. */
function readWish(call: Call) {
  const from = valueOf(call, 'from');
  const format = choiceOf('graph', call, 'format', names) ?? (from === undefined ? 'json' : 'text');
  const depth = countOf('graph', call, 'depth', 1);
  const hops = countOf('graph', call, 'hops', 1);
  const inward = call.options.has('inward');
  if (from === undefined) {
    const alone = hops !== undefined ? '--hops' : inward ? '--inward' : format === 'text' && '--format text';
    if (alone) throw new Failure(`${alone} goes with --from. Say which zone to begin at.`, 'graph');
  } else if (depth !== undefined) {
    throw new Failure('--depth does not go with --from, which shows every segment. Leave one out.', 'graph');
  }
  return {
    from,
    hops,
    depth: depth ?? Infinity,
    format,
    direction: inward ? ('inward' as const) : ('outward' as const),
  };
}

function reachOf(
  snapshot: Snapshot,
  from: string,
  direction: 'outward' | 'inward',
  hops: number | undefined,
): Reach {
  const reach = reachFrom(snapshot.analysis, from, { direction, ...(hops !== undefined && { hops }) });
  if (reach !== undefined) return reach;
  const { policy } = snapshot.resolved;
  const known = [...policy.segments.map(({ name }) => name), ...layOut(policy).nodes.map(({ id }) => id)];
  const meant = closest(from, known);
  const remedy = meant ? `Did you mean ${meant}?` : 'Name one that the policy declares, `shop.*` or `*`.';
  throw new Failure(`--from ${JSON.stringify(from)} is no zone, workload or group. ${remedy}`);
}
