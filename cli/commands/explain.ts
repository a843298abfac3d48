import type { Explanation } from '../../language/analysis/index.js';
import { readQuestion, type Question, type QuestionPart } from '../../language/policy/question.js';
import type { Snapshot } from '../../language/workspace.js';
import type { Command, Context } from '../command.js';
import { answerJson, answerText } from '../explain/print.js';
import { answerStream } from '../explain/stream.js';
import { exitCode, Failure, type ExitCode } from '../failure.js';
import { choiceOf, dateOf, valueOf, type Call } from '../options.js';
import { openPolicy } from '../policies.js';
import { relativeTo } from '../report.js';

export const explain: Command = {
  name: 'explain',
  summary: 'Say whether a policy allows a connection, and which rules decide.',
  usage: [
    '[PATH] --from A --to B --on SERVICE [--as ID] [--when C]… [options]',
    '[PATH] --stdin [--as-of DATE]',
  ],
  options: {
    from: { value: 'A', help: 'Who starts the connection, written as the source of a rule.' },
    to: { value: 'B', help: 'To whom, written as the destination of a rule.' },
    on: { value: 'SERVICE', help: 'On which service: a name, tcp/8443, a list, any.' },
    as: {
      value: 'ID',
      help: 'Only initiators with this identity, or one of a list. Without it: any or none.',
    },
    when: { value: 'C', multiple: true, help: 'This condition holds, or all of a list. May be given again.' },
    'as-of': {
      value: 'DATE',
      help: 'Answer as if it were this day, such as 2027-03-31. Wins over zoneflow.json.',
    },
    format: { value: 'text|json', help: 'How to print the answer. Without it: text.' },
    stdin: {
      help: 'Read questions about single connections, one JSON object a line, and answer each on a line.',
    },
  },
  details: `A and B are a zone, a workload, a group, an address, a CIDR block, a range, a label map, any, or a list of
these, with \`except\` as in a rule. The answer covers every connection that the question describes:
allow, deny, or partly, with an example and the rules that decide, those of lower tiers too.

A question of --stdin: {"source":"10.0.0.1","destination":"10.20.1.7","protocol":"tcp","port":443,
"identity":null,"conditions":["mfa"]}. The protocol is tcp, udp or sctp with a port, icmp or icmpv6 with the type as
the port, or a number as text with the port null.

Exit code 0: answered. 1: not all of it could be decided within the limit of effort. 2: the call or a file could not be read.`,
  examples: [
    { call: 'zoneflow explain --from internet --to shop.web --on https', meaning: 'zone to zone' },
    {
      call: "zoneflow explain policy --from 10.20.1.7 --to '[cde, admin] except cde.pay' --on any",
      meaning: 'sets',
    },
    {
      call: "zoneflow explain --from '{ tier: web }' --to cde --on tcp/5432 --as dba --when mfa",
      meaning: 'by label, as whom',
    },
    { call: 'zoneflow explain --stdin < questions.ndjson > answers.ndjson', meaning: 'by the million' },
  ],
  run,
};

async function run(call: Call, context: Context): Promise<ExitCode> {
  const format = choiceOf('explain', call, 'format', ['text', 'json']) ?? 'text';
  const asOf = dateOf('explain', call, context.today);
  const question = call.options.has('stdin') ? noOtherQuestion(call) : questionOf(call);
  const { policies, notes, complete } = await openPolicy('explain', call.operands, context);
  const [{ project, root }] = policies;
  project.setDate(context.today, asOf);
  const snapshot = project.snapshot();
  [...notes, ...mistakes(snapshot)].forEach(context.terminal.note);
  const whenDone = complete ? exitCode.fine : exitCode.failed;
  if (question === undefined) {
    await answerStream(snapshot, context.terminal.input, context.terminal.out);
    return whenDone;
  }
  const explanation = answer(snapshot, question);
  const policy = relativeTo(context.here, root.folder);
  const { out, note, colour } = context.terminal;
  await out(
    format === 'json'
      ? answerJson(snapshot, explanation)
      : answerText(snapshot, explanation, { policy, colour }),
  );
  if (explanation.complete) return whenDone;
  note(limit);
  return exitCode.findings;
}

const limit =
  'Some of these connections could not be decided within the limit of effort, so parts may be missing. Ask about fewer of them.';

const optionOf: Readonly<Record<QuestionPart, string>> = {
  source: 'from',
  destination: 'to',
  services: 'on',
  identities: 'as',
  conditions: 'when',
};

function questionOf(call: Call): Question {
  const need = (name: string): string => {
    const value = valueOf(call, name);
    if (value !== undefined) return value;
    throw new Failure(
      `--${name} is missing. A question has --from, --to and --on, or comes by --stdin.`,
      'explain',
    );
  };
  return {
    source: need('from'),
    destination: need('to'),
    services: need('on'),
    identities: valueOf(call, 'as'),
    conditions: call.options.get('when'),
  };
}

function noOtherQuestion(call: Call): undefined {
  const other = [...Object.values(optionOf), 'format'].find((name) => call.options.has(name));
  if (other === undefined) return undefined;
  throw new Failure(
    `--${other} does not go with --stdin, where each line is a whole question. Leave one out.`,
    'explain',
  );
}

/** Rules in error take no part in a verdict: who asks should know. */
function mistakes(snapshot: Snapshot): string[] {
  const errors =
    snapshot.resolved.findings.filter(({ severity }) => severity === 'error').length +
    snapshot.syntaxErrorCount;
  if (errors === 0) return [];
  const what = errors === 1 ? 'a mistake' : `${errors} mistakes`;
  return [`The policy has ${what}; what is wrong in it takes no part in the answer. See \`zoneflow check\`.`];
}

function answer(snapshot: Snapshot, question: Question): Explanation {
  const read = readQuestion(snapshot.resolved, question);
  if ('problems' in read) {
    throw new Failure(
      read.problems.map(({ part, message }) => `--${optionOf[part]}: ${message}`).join('\n  '),
    );
  }
  const explanation = snapshot.analysis.explain(read.traffic);
  if (explanation.verdict !== 'empty') return explanation;
  throw new Failure(
    'The question describes no connection: one of its ends is empty, or no network carries that service between them. Ask about others.',
  );
}
