import { comparePolicies } from '../../language/diff/compare.js';
import { breachesOf } from '../../language/diff/gate.js';
import { isSame } from '../../language/diff/model.js';
import { mistakeNote, mistakesIn } from '../../server/past.js';
import type { Command, Context } from '../command.js';
import { openSides, readOperands, readSides, unreadNotes } from '../diff/open.js';
import type { DiffResult } from '../diff/result.js';
import { exitCode, type ExitCode } from '../failure.js';
import { diffJson } from '../formats/diff-json.js';
import { diffMarkdown } from '../formats/diff-markdown.js';
import { diffText } from '../formats/diff-text.js';
import { choiceOf, dateOf, type Call } from '../options.js';

export const diff: Command = {
  name: 'diff',
  summary: 'Say which connections become allowed or denied between two policies or revisions, exactly.',
  usage: ['[OLD] [NEW] [--format text|json|markdown] [--as-of DATE] [--gate] [--exit-code]'],
  options: {
    format: {
      value: 'text|json|markdown',
      help: 'How to print it; markdown fits a pull request. Without it: text.',
    },
    'as-of': {
      value: 'DATE',
      help: 'Compare both as if it were this day. Without it: the date of NEW, as its zoneflow.json says.',
    },
    gate: {
      help: 'Fail if something is newly allowed into a restricted zone by a rule without `ticket`.',
    },
    'exit-code': { help: 'Exit with 1 if anything is newly allowed or denied.' },
  },
  details: `OLD and NEW are each a folder or file of a policy, or a Git revision: HEAD~1, main, v1.2:policies/shop. A
revision without a path means the same folder as the other side, or else the current one. Without NEW the policy
as it is here is meant, without OLD the last commit. What is on disk comes before a revision of the same name. Git is
only read: nothing is checked out.

Two policies are compared by what they allow: rules that moved, were renamed or split change nothing. Addresses are
what they are; segments without addresses, identities and conditions are the same where their names are.

A gate passes only what is proven: not where a side has mistakes, as \`zoneflow check\` shows them.

Exit code 0: compared. 1: the gate or --exit-code says so, or not all could be decided within the limit of effort.
2: the call, a revision or a file could not be read.`,
  examples: [
    { call: 'zoneflow diff', meaning: 'what my edits change, against the last commit' },
    { call: 'zoneflow diff main --gate --format markdown', meaning: 'in a pull request' },
    {
      call: 'zoneflow diff v1.2:policies/shop policies/shop',
      meaning: 'a tag, and a folder that moved since',
    },
    { call: 'zoneflow diff old-policy new-policy --format json', meaning: 'two folders, for a program' },
  ],
  run,
};

const formats = { text: diffText, json: diffJson, markdown: diffMarkdown };

async function run(call: Call, context: Context): Promise<ExitCode> {
  const format = (choiceOf('diff', call, 'format', Object.keys(formats)) ?? 'text') as keyof typeof formats;
  const asOf = dateOf('diff', call, context.today);
  const sides = await readSides(readOperands(call.operands, context.here), context);
  const [old, next] = openSides(sides, context.today, asOf);
  const difference = comparePolicies(old.snapshot.resolved.policy, next.snapshot.resolved.policy);
  const mistakes = { old: mistakesIn(old.snapshot), new: mistakesIn(next.snapshot) };
  const unread = [old, next].flatMap(unreadNotes);
  const notes = [
    ...[old, next].flatMap((side) => side.notes),
    ...unread,
    ...[old, next].flatMap(({ snapshot, name, unreadable }) =>
      mistakesIn(snapshot) > unreadable.length ? mistakeNote(snapshot, name) : [],
    ),
  ];
  const isProven = difference.isProven && mistakes.old + mistakes.new === 0 && unread.length === 0;
  const breaches = call.options.has('gate') ? breachesOf(difference) : undefined;
  const result: DiffResult = { difference, old, new: next, mistakes, notes, isProven, breaches };
  await context.terminal.out(formats[format](result, context.terminal.colour));
  if (unread.length > 0) return exitCode.failed;
  const isBroken = breaches !== undefined && (breaches.length > 0 || !isProven);
  const isChanged = call.options.has('exit-code') && (!isSame(difference) || !isProven);
  return isBroken || isChanged || !difference.isProven ? exitCode.findings : exitCode.fine;
}
