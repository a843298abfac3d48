import { defaultSeverity, type FindingCode } from '../../language/findings.js';
import { closest } from '../../language/text/spelling.js';
import type { Command } from '../command.js';
import { exitCode, Failure } from '../failure.js';
import { pageOf } from '../pages.js';

const codes = Object.keys(defaultSeverity) as FindingCode[];

export const explainFinding: Command = {
  name: 'explain-finding',
  summary: 'Tell what a finding means, how to mend it and how to silence it.',
  usage: ['CODE', ''],
  options: {},
  details: `CODE is what stands in brackets behind a finding, such as shadowed-rule. Without one, all codes are listed with the
severity that they have where zoneflow.json sets no other.`,
  examples: [
    { call: 'zoneflow explain-finding shadowed-rule', meaning: 'with an example and its mended twin' },
  ],
  async run({ operands }, { terminal }) {
    if (operands.length > 1)
      throw new Failure(`One CODE at a time, not ${operands.length}.`, 'explain-finding');
    const [word] = operands;
    await terminal.out(word === undefined ? list() : pageFor(word));
    return exitCode.fine;
  },
};

const list = (): string => codes.map((code) => `${code.padEnd(20)} ${defaultSeverity[code]}\n`).join('');

function pageFor(word: string): string {
  const code = codes.find((one) => one === word);
  if (code === undefined) {
    const meant = closest(word, codes);
    const remedy = meant ? `Did you mean ${meant}?` : '`zoneflow explain-finding` lists all.';
    throw new Failure(`No finding has the code ${JSON.stringify(word)}. ${remedy}`);
  }
  const page = pageOf(code);
  if (page !== undefined) return page;
  throw new Failure('The pages about findings are missing from this installation. Install Zoneflow again.');
}
