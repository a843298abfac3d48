import path from 'node:path';
import { readBaseline, withoutKnown, writeBaseline } from '../check/baseline.js';
import { fixPolicy } from '../check/fix.js';
import type { Command, Context } from '../command.js';
import { exitCode, Failure, type ExitCode } from '../failure.js';
import { formats } from '../formats/index.js';
import type { LoadedPolicy } from '../load.js';
import { choiceOf, countOf, dateOf, valueOf, type Call } from '../options.js';
import { openPolicies } from '../policies.js';
import { makeReport, reportOn, shownName, type Report } from '../report.js';

const names = Object.keys(formats);

export const check: Command = {
  name: 'check',
  summary: 'Report every finding of a policy.',
  usage: ['[PATH…] [options]'],
  options: {
    format: { value: names.join('|'), help: 'How to print the findings. Without it: text.' },
    'as-of': {
      value: 'DATE',
      help: 'Check as if it were this day, such as 2027-03-31. Wins over zoneflow.json.',
    },
    'max-warnings': {
      value: 'N',
      help: 'Fail if there are more than N warnings. Without it, warnings never fail.',
    },
    fix: { help: 'Mend first what the editor mends by *Fix all*, and write the files.' },
    watch: { help: 'Stay, and check again after each change. Ctrl+C ends it.' },
    baseline: {
      value: 'FILE',
      help: 'Leave out the findings that this file lists: only what is new counts.',
    },
    'update-baseline': { help: 'With --baseline: write the file anew, with all findings there are now.' },
  },
  details: `Checks the policy that each PATH belongs to; without a PATH, that of the current folder. A policy is the nearest
folder at or above PATH with a zoneflow.json and all below it, or else the *.zoneflow files of one folder.
Of a folder that holds no policy, every policy below it is checked. Hidden files are left out, and links
that leave the policy's folder are not followed.

--fix mends what is right nearly always, such as a misspelt name, then deletes rules that are shadowed or redundant, which
is proven to change no verdict. What is left is reported. Look at the difference before you commit it.

--baseline lets a policy with many findings be adopted as it is: list them once with --update-baseline, commit the file,
and only new ones are reported. A finding is known again after it has moved. Mistakes that do not parse are always
reported.

Exit code 0: no errors. 1: errors, or too many warnings. 2: the call or a file could not be read.`,
  examples: [
    { call: 'zoneflow check', meaning: 'the policy of this folder' },
    { call: 'zoneflow check samples/*', meaning: 'several policies' },
    {
      call: 'zoneflow check --max-warnings 0 --format json policy > findings.json',
      meaning: 'in a pipeline',
    },
    { call: 'zoneflow check --fix policy', meaning: 'mend what can be mended, report the rest' },
    { call: 'zoneflow check --format github policy', meaning: 'annotations in a GitHub workflow' },
    { call: 'zoneflow check --as-of 2027-01-01', meaning: 'which rules will have expired by then?' },
    { call: 'zoneflow check --baseline known.json --update-baseline', meaning: 'adopt a policy as it is' },
    { call: 'zoneflow check --baseline known.json', meaning: 'fail on what is new alone' },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const wishes = wishesOf(call, context);
  if (!call.options.has('watch')) return (await checkOnce(call, wishes, context)).code;
  const first = await checkOnce(call, wishes, context);
  let { code } = first;
  const { watchPolicies } = await import('../check/watch.js');
  await watchPolicies(first.folders, async () => {
    const { note } = context.terminal;
    // What makes a call fail may be half a change: the next save can mend it.
    const again = checkOnce(call, wishes, context).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      note(error.message);
      return { code: exitCode.failed };
    });
    code = (await again).code;
  });
  return code;
}

/** What a call asks for. */
interface Wishes {
  readonly format: string;
  readonly maxWarnings: number;
  readonly asOf: string | undefined;
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  readonly fix: boolean;
}

function wishesOf(call: Call, { today }: Context): Wishes {
  const baseline = valueOf(call, 'baseline');
  const updateBaseline = call.options.has('update-baseline');
  if (updateBaseline && baseline === undefined)
    throw new Failure('--update-baseline goes with --baseline FILE, which names the file to write.', 'check');
  return {
    format: choiceOf('check', call, 'format', names) ?? 'text',
    maxWarnings: countOf('check', call, 'max-warnings') ?? Infinity,
    asOf: dateOf('check', call, today),
    baseline,
    updateBaseline,
    fix: call.options.has('fix'),
  };
}

async function checkOnce(
  { operands }: Call,
  wishes: Wishes,
  context: Context,
): Promise<{ code: ExitCode; folders: readonly string[] }> {
  const { here, today, terminal } = context;
  const { policies, notes, complete } = await openPolicies(operands, context);
  for (const { project } of policies) project.setDate(today, wishes.asOf);
  const allWritten = !wishes.fix || mend(policies, context);
  const found = makeReport(policies.map((policy) => reportOn(policy, here, tellOfWork(policy, context))));
  const { report, told } = compared(found, wishes, here);
  await terminal.out(formats[wishes.format](report, { colour: terminal.colour }));
  [...notes, ...told].forEach(terminal.note);
  const code = complete && allWritten ? judge(report, wishes, context) : exitCode.failed;
  return { code, folders: policies.map(({ root }) => root.folder) };
}

/** Mends what can be mended and says so; whether all files could be written. */
function mend(policies: readonly LoadedPolicy[], { here, terminal }: Context): boolean {
  const mended = policies.flatMap((policy) =>
    fixPolicy(policy).map((one) => ({
      ...one,
      name: shownName(here, path.join(policy.root.folder, one.file)),
    })),
  );
  for (const { name, changes, problem } of mended) {
    terminal.note(`${name}: ${problem ?? `mended, ${changes === 1 ? '1 change' : `${changes} changes`}.`}`);
  }
  return mended.every(({ problem }) => problem === undefined);
}

/** What is reported where a baseline is given, and what the user should know of it. */
function compared(
  found: Report,
  { baseline, updateBaseline }: Wishes,
  here: string,
): { report: Report; told: string[] } {
  if (baseline === undefined) return { report: found, told: [] };
  const known = updateBaseline ? writeBaseline(baseline, found, here) : readBaseline(baseline, here);
  const { report, left, gone } = withoutKnown(found, known, here);
  const told = left === 0 ? [] : [`${counted(left)} in ${baseline} ${left === 1 ? 'is' : 'are'} left out.`];
  if (gone > 0)
    told.push(
      `${counted(gone)} in ${baseline} ${gone === 1 ? 'is' : 'are'} gone. Take them out with --update-baseline.`,
    );
  return { report, told };
}

const counted = (count: number): string => (count === 1 ? '1 finding' : `${count} findings`);

function judge({ counts }: Report, { maxWarnings }: Wishes, { terminal }: Context): ExitCode {
  if (counts.warning > maxWarnings) {
    terminal.note(
      `${counts.warning} ${counts.warning === 1 ? 'warning is' : 'warnings are'} more than the ${maxWarnings} that --max-warnings allows.`,
    );
    return exitCode.findings;
  }
  return counts.error > 0 ? exitCode.findings : exitCode.fine;
}

/** A check that takes longer than this tells that it goes on, and again after as long. Milliseconds. */
const patience = 1_000;

/** Shows, in a terminal, that a long check goes on. */
function tellOfWork({ root }: LoadedPolicy, { here, terminal }: Context): () => void {
  const name = shownName(here, root.folder);
  const started = Date.now();
  let due = started + patience;
  return () => {
    const now = Date.now();
    if (now < due) return;
    due = now + patience;
    terminal.status(`Checking ${name}, ${Math.round((now - started) / 1000)} s …`);
  };
}
