import path from 'node:path';
import { buildGraph } from '../../language/graph/build.js';
import type { Graph } from '../../language/graph/model.js';
import type { Command, Context } from '../command.js';
import { exitCode, type ExitCode } from '../failure.js';
import { toDot, toMermaid } from '../formats/graph.js';
import type { Drawn } from '../formats/svg.js';
import { choiceOf, countOf, type Call } from '../options.js';
import { openPolicy } from '../policies.js';

const plain = (text: string): Drawn => ({ text, notes: [] });

const formats: Readonly<Record<string, (graph: Graph, policy: string) => Drawn | Promise<Drawn>>> = {
  json: (graph) => plain(`${JSON.stringify(graph, undefined, 2)}\n`),
  // The other formats start faster without the picture in memory.
  svg: async (graph, policy) => (await import('../formats/svg.js')).toSvg(graph, policy),
  dot: (graph) => plain(toDot(graph)),
  mermaid: (graph) => plain(toMermaid(graph)),
};
const names = Object.keys(formats);

export const graph: Command = {
  name: 'graph',
  summary: 'Print the segment graph: zones, and the connections that are really allowed between them.',
  usage: ['[PATH] [--format json|svg|dot|mermaid] [--depth N]'],
  options: {
    format: { value: names.join('|'), help: 'How to print it. Without it: json.' },
    depth: { value: 'N', help: 'Levels of zones to show; 1 is the outermost zones. Without it: all.' },
  },
  details: `An edge stands wherever at least one connection is allowed; what denies, passes and expired rules take away is
not drawn. \`shop.*\` is the part of shop that is in nothing nested in it, \`*\` the addresses that no zone claims.`,
  examples: [
    { call: 'zoneflow graph policy > graph.json', meaning: 'for other tools' },
    {
      call: 'zoneflow graph --depth 1 --format dot | dot -Tsvg > zones.svg',
      meaning: 'a picture by Graphviz',
    },
    { call: 'zoneflow graph --format mermaid', meaning: 'for a Markdown page' },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const format = choiceOf('graph', call, 'format', names) ?? 'json';
  const depth = countOf('graph', call, 'depth', 1) ?? Infinity;
  const { policies, notes, complete } = await openPolicy('graph', call.operands, context);
  const drawn = buildGraph(policies[0].project.snapshot().analysis, { depth, maxEdges: Infinity });
  const { root, project } = policies[0];
  const title = project.settings.name ?? path.basename(root.folder);
  const { text, notes: remarks } = await formats[format](drawn, title);
  await context.terminal.out(text);
  [...notes, ...remarks].forEach(context.terminal.note);
  return complete ? exitCode.fine : exitCode.failed;
}
