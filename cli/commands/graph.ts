import { buildGraph } from '../../language/graph/build.js';
import type { Graph } from '../../language/graph/model.js';
import type { Command, Context } from '../command.js';
import { exitCode, type ExitCode } from '../failure.js';
import { toDot, toMermaid } from '../formats/graph.js';
import { choiceOf, countOf, type Call } from '../options.js';
import { openPolicy } from '../policies.js';

const formats: Readonly<Record<string, (graph: Graph) => string>> = {
  json: (graph) => `${JSON.stringify(graph, undefined, 2)}\n`,
  dot: toDot,
  mermaid: toMermaid,
};
const names = Object.keys(formats);

export const graph: Command = {
  name: 'graph',
  summary: 'Print the segment graph: zones, and the connections that are really allowed between them.',
  usage: ['[PATH] [--format json|dot|mermaid] [--depth N]'],
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
  await context.terminal.out(formats[format](drawn));
  notes.forEach(context.terminal.note);
  return complete ? exitCode.fine : exitCode.failed;
}
