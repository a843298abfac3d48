import type { Outcome } from '../../analysis/index.js';
import { describe } from '../../checks/report.js';
import type { Expectation, Never } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { code, codes } from '../markdown.js';

/** An intent: what it says, and whether it holds. */
export function describeNever({ analysis }: Snapshot, never: Never): string {
  return `**never** ${code(never.text, 200)}\n\n${outcome(analysis.never(never))}`;
}

/** An expectation of a test, and whether it holds. */
export function describeExpectation({ analysis }: Snapshot, expectation: Expectation): string {
  return `**expect ${expectation.expected}** ${code(expectation.text, 200)}\n\n${outcome(analysis.expectation(expectation))}`;
}

function outcome(result: Outcome): string {
  switch (result.state) {
    case 'holds':
      return 'It holds: proven for every connection that it describes.';
    case 'empty':
      return 'It describes no connection, so it proves nothing.';
    case 'undecided':
      return 'It could not be decided within the limit of effort.';
    case 'violated': {
      const hops = result.hops.map(({ connection, rules }) => {
        const by =
          rules.length > 0
            ? `by ${codes(
                rules.map(({ name }) => name),
                3,
              )}`
            : 'by default';
        return `- ${code(describe(connection), 200)} ${by}`;
      });
      return `It does not hold:\n\n${hops.join('\n')}`;
    }
  }
}
