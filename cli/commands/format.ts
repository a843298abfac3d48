import { statSync } from 'node:fs';
import path from 'node:path';
import { formatText } from '../../language/format/format.js';
import { readPolicyFile } from '../../server/disk/read.js';
import type { Command, Context } from '../command.js';
import { exitCode, type ExitCode } from '../failure.js';
import type { Call } from '../options.js';
import { openPolicies } from '../policies.js';
import { shownName } from '../report.js';
import { rewriteFile } from '../write.js';

export const format: Command = {
  name: 'format',
  summary: 'Bring policy files into their canonical layout.',
  usage: ['[PATH…] [--check]'],
  options: {
    check: { help: 'Write nothing: list the files whose layout differs, and fail if there are any.' },
  },
  details: `Formats each file that a PATH names, and all files of the policies that folders lead to, as \`zoneflow check\`
finds them. Words and comments stay as they are; a declaration with a mistake is left alone. Prints the
files that were changed.

Exit code 0: done, or nothing to do. 1: --check found files to format. 2: the call or a file could not be read or written.`,
  examples: [
    { call: 'zoneflow format', meaning: 'the policy of this folder' },
    { call: 'zoneflow format --check policy', meaning: 'in a pipeline' },
    { call: 'zoneflow format policy/zones.zoneflow', meaning: 'one file' },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const isCheck = call.options.has('check');
  const { files, complete } = await filesOf(call.operands, context);
  const changed: string[] = [];
  let failed = !complete;
  for (const file of files) {
    const name = shownName(context.here, file);
    const problem = await formatFile(file, isCheck, () => changed.push(name));
    if (problem === undefined) continue;
    context.terminal.note(`${name}: ${problem}`);
    failed = true;
  }
  await context.terminal.out(changed.map((name) => `${name}\n`).join(''));
  if (failed) return exitCode.failed;
  if (!isCheck || changed.length === 0) return exitCode.fine;
  const count = changed.length === 1 ? '1 file is' : `${changed.length} files are`;
  context.terminal.note(`${count} not in the canonical layout. Run \`zoneflow format\`.`);
  return exitCode.findings;
}

/** The files that the operands lead to, absolute: a file is itself alone, a folder all files of its policies. */
async function filesOf(
  operands: readonly string[],
  context: Context,
): Promise<{ files: string[]; complete: boolean }> {
  const given = operands.length === 0 ? ['.'] : operands;
  const files = new Set<string>();
  let complete = true;
  for (const operand of given) {
    const selection = await openPolicies([operand], context);
    const target = path.resolve(context.here, operand);
    if (!statSync(target).isDirectory()) {
      files.add(target);
      continue;
    }
    selection.notes.forEach(context.terminal.note);
    complete &&= selection.complete;
    for (const { root, project } of selection.policies) {
      for (const file of project.snapshot().files) files.add(path.join(root.folder, file.path));
    }
  }
  return { files: [...files].sort(), complete };
}

/** Formats one file; says why where that cannot be done. `onChange` is told where the layout differs. */
async function formatFile(file: string, isCheck: boolean, onChange: () => void): Promise<string | undefined> {
  const content = await readPolicyFile(file);
  if (content === undefined) return 'This file does not exist any more.';
  if ('unreadable' in content) return content.unreadable;
  const formatted = formatText(content.text);
  if (formatted === content.text) return undefined;
  const problem = isCheck ? undefined : rewriteFile(file, formatted);
  if (problem === undefined) onChange();
  return problem;
}
