import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import type { CheckInput } from '../report.js';
import { broadRule } from './broad.js';
import { conflict, exception } from './conflict.js';
import { emptyRule } from './empty.js';
import { inertRule } from './inert.js';
import { maskedRule } from './masked.js';
import { redundantRule } from './redundant.js';
import { insecureService, locationOnly } from './restricted.js';
import { shadowedRule } from './shadowed.js';
import { undecidedRule } from './undecided.js';

/** Checks of rules against rules, all exact: they put into words what the analysis has proven. */
export const ruleChecks: readonly ((analysis: Analysis, input: CheckInput) => Finding[])[] = [
  emptyRule,
  shadowedRule,
  redundantRule,
  conflict,
  exception,
  maskedRule,
  inertRule,
  broadRule,
  insecureService,
  locationOnly,
  undecidedRule,
];
