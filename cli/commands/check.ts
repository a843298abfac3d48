import type { Command, Context } from '../command.js';
import { exitCode, type ExitCode } from '../failure.js';
import { formats } from '../formats/index.js';
import { choiceOf, countOf, dateOf, type Call } from '../options.js';
import { openPolicies } from '../policies.js';
import { makeReport, reportOn } from '../report.js';

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
  },
  details: `Checks the policy that each PATH belongs to; without a PATH, that of the current folder. A policy is the nearest
folder at or above PATH with a zoneflow.json and all below it, or else the *.zoneflow files of one folder.
Of a folder that holds no policy, every policy below it is checked. Hidden files are left out, and links
that leave the policy's folder are not followed.

Exit code 0: no errors. 1: errors, or too many warnings. 2: the call or a file could not be read.`,
  examples: [
    { call: 'zoneflow check', meaning: 'the policy of this folder' },
    { call: 'zoneflow check samples/*', meaning: 'several policies' },
    {
      call: 'zoneflow check --max-warnings 0 --format json policy > findings.json',
      meaning: 'in a pipeline',
    },
    { call: 'zoneflow check --format github policy', meaning: 'annotations in a GitHub workflow' },
    { call: 'zoneflow check --as-of 2027-01-01', meaning: 'which rules will have expired by then?' },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const format = choiceOf('check', call, 'format', names) ?? 'text';
  const maxWarnings = countOf('check', call, 'max-warnings') ?? Infinity;
  const asOf = dateOf('check', call, context.today);
  const { policies, notes, complete } = await openPolicies(call.operands, context);
  for (const { project } of policies) project.setDate(context.today, asOf);
  const report = makeReport(policies.map((policy) => reportOn(policy, context.here)));
  await context.terminal.out(formats[format](report, { colour: context.terminal.colour }));
  notes.forEach(context.terminal.note);
  if (!complete) return exitCode.failed;
  if (report.counts.warning > maxWarnings) {
    context.terminal.note(
      `${report.counts.warning} ${report.counts.warning === 1 ? 'warning is' : 'warnings are'} more than the ${maxWarnings} that --max-warnings allows.`,
    );
    return exitCode.findings;
  }
  return report.counts.error > 0 ? exitCode.findings : exitCode.fine;
}
