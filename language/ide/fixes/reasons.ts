import type { FindingCode } from '../../findings.js';

/** The findings for which there is no fix besides silencing them, and why. */
export const withoutFix: { readonly [code in FindingCode]?: string } = {
  'unplaced-workload': 'Which addresses a workload has is in nobody’s policy but its author’s knowledge.',
  'undecided-rule':
    'What could not be decided cannot be mended with proof: the rule has to be split by its author.',
};
