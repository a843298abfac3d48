import type { Command } from './command.js';
import { commonOptions } from './options.js';

/** The help of all of `zoneflow`. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }): [string, string] => [name, summary]);
  return `zoneflow: network segmentation policy as code, proven.

Usage: zoneflow COMMAND [PATH…] [options]

Commands:
${table(rows)}

Options:
${table([
  ['-h, --help', 'Show this help; after a command, that of the command.'],
  ['-V, --version', 'Show the version.'],
])}

Start with \`zoneflow check\` in a folder of *.zoneflow files. \`zoneflow COMMAND --help\` shows examples.
`;
}

/** The help of one command. */
export function helpOf(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, spec]): [string, string] => {
      const short = spec.short ? `-${spec.short}, ` : '';
      return [`${short}--${name}${spec.value ? ` ${spec.value}` : ''}`, spec.help];
    },
  );
  const usage = command.usage.map((line) => `  zoneflow ${command.name} ${line}`.trimEnd());
  const examples = command.examples.map(({ call, meaning }) => `  # ${meaning}\n  ${call}`);
  return `${command.summary}

Usage:
${usage.join('\n')}

${command.details}

Options:
${table(options)}

Examples:
${examples.join('\n')}
`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= 30));
  return rows
    .map(([left, right]) =>
      left.length > width
        ? `  ${left}\n  ${' '.repeat(width)}  ${right}`
        : `  ${left.padEnd(width)}  ${right}`,
    )
    .join('\n');
}
