import { closest } from '../language/text/spelling.js';
import type { Command, Context } from './command.js';
import { check } from './commands/check.js';
import { completion } from './commands/completion.js';
import { diff } from './commands/diff.js';
import { explainFinding } from './commands/explain-finding.js';
import { explain } from './commands/explain.js';
import { format } from './commands/format.js';
import { graph } from './commands/graph.js';
import { server } from './commands/server.js';
import { exitCode, Failure, type ExitCode } from './failure.js';
import { helpOf, overview } from './help.js';
import { readCall } from './options.js';
import { version } from './version.js';

const commands: readonly Command[] = [
  check,
  explain,
  explainFinding,
  format,
  graph,
  diff,
  server,
  completion(() => commands),
];

/** Runs `zoneflow` with these words. Never rejects: what goes wrong is a note and the exit code 2. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  try {
    return await dispatch(args, context);
  } catch (error) {
    if (error instanceof Failure) {
      const help =
        error.seeHelp === undefined ? '' : ` See \`zoneflow ${error.seeHelp}${error.seeHelp && ' '}--help\`.`;
      context.terminal.note(`${error.message}${help}`);
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      context.terminal.note(
        `This should not have happened: ${reason}. Please report it with the policy that shows it.`,
      );
    }
    return exitCode.failed;
  }
}

async function dispatch([first, ...rest]: readonly string[], context: Context): Promise<ExitCode> {
  const { out, note } = context.terminal;
  if (first === undefined) {
    note(`No command is given.\n\n${overview(commands).trimEnd()}`);
    return exitCode.failed;
  }
  if (['--version', '-V', 'version'].includes(first)) {
    await out(`${version}\n`);
    return exitCode.fine;
  }
  if (['--help', '-h', 'help'].includes(first)) {
    await out(rest[0] === undefined ? overview(commands) : helpOf(find(rest[0])));
    return exitCode.fine;
  }
  const command = find(first);
  const call = readCall(command.name, rest, command.options);
  if (!call.options.has('help')) return command.run(call, context);
  await out(helpOf(command));
  return exitCode.fine;
}

function find(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const meant = closest(
    name,
    commands.map((command) => command.name),
  );
  const what = name.startsWith('-') ? 'option' : 'command';
  throw new Failure(
    `zoneflow has no ${what} ${JSON.stringify(name)}.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
    '',
  );
}
