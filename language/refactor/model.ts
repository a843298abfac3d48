import type { Fix } from '../findings.js';

/** Kinds of changes that nobody needs and somebody may want, in LSP's words. */
export const refactoringKinds = {
  extract: 'refactor.extract',
  inline: 'refactor.inline',
  move: 'refactor.move',
  rewrite: 'refactor.rewrite',
  /** Of the whole file. */
  organize: 'source.organizeRules.zoneflow',
} as const;

export type RefactoringKind = (typeof refactoringKinds)[keyof typeof refactoringKinds];

/** A change that leaves every verdict as it is, unless its title says otherwise. */
export interface Refactoring extends Fix {
  readonly kind: RefactoringKind;
}
