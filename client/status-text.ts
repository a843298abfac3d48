import type { StatusParams } from '../server/protocol.js';

/** What the status shows about one policy, in both places where it is shown. */
export interface StatusText {
  /** For the status bar, with codicons. */
  readonly bar: string;
  /** For the language status: the same in words. */
  readonly text: string;
  readonly detail: string;
  readonly severity: 'error' | 'warning' | 'none';
  readonly busy: boolean;
}

/** Puts a policy's status into words. */
export function statusText(status: StatusParams): StatusText {
  const { policy, state, counts, rules, files, asOf } = status;
  if (state === 'failed') {
    return {
      bar: `$(error) ${policy}`,
      text: `${policy}: not checked`,
      detail: status.message ?? 'The check failed. Restart the language server.',
      severity: 'error',
      busy: false,
    };
  }
  const found = findingsText(counts);
  return {
    bar: `${state === 'checking' ? '$(sync~spin)' : '$(shield)'} ${policy}${barCounts(counts)}`,
    text: `${policy}: ${found}`,
    detail: `${amount(rules, 'rule')} in ${amount(files, 'file')}, as of ${asOf}`,
    severity: counts.error > 0 ? 'error' : counts.warning > 0 ? 'warning' : 'none',
    busy: state === 'checking',
  };
}

function findingsText(counts: StatusParams['counts']): string {
  const parts = [
    counts.error > 0 ? amount(counts.error, 'error') : '',
    counts.warning > 0 ? amount(counts.warning, 'warning') : '',
    counts.info > 0 ? `${counts.info} info` : '',
    counts.hint > 0 ? amount(counts.hint, 'hint') : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : 'no findings';
}

function barCounts(counts: StatusParams['counts']): string {
  const errors = counts.error > 0 ? `  $(error) ${counts.error}` : '';
  const warnings = counts.warning > 0 ? `  $(warning) ${counts.warning}` : '';
  return errors + warnings;
}

const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
