import type { ExplainResult } from '../server/protocol.js';

/** A question as the user puts it: the parts of a rule, as text. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

/** The answer as a Markdown page. */
export function answerPage({ from, to, on }: Question, answer: ExplainResult): string {
  const question = `\`${plain(from)}\` to \`${plain(to)}\` on \`${plain(on)}\``;
  if (answer.verdict === null) return `# No answer\n\n${question}\n\n${answer.error}\n`;
  return `# ${headings[answer.verdict]}\n\n${question}\n\n${answer.text}\n`;
}

/** The question on one line, as the answer's title. */
export const questionTitle = ({ from, to, on }: Question): string => `${from} to ${to} on ${on}`;

const headings = { allow: 'Allowed', deny: 'Denied', partly: 'Partly allowed' } as const;

/** What is between backticks must hold none. */
const plain = (text: string): string => text.replaceAll('`', '');
