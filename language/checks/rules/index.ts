import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import type { CheckInput } from '../report.js';
import { broadRule } from './broad.js';
import { insecureService, locationOnly } from './restricted.js';
import { toldFindings } from './told.js';

/** Checks of rules against rules, all exact: they put into words what the analysis has proven. */
export const ruleChecks: readonly ((analysis: Analysis, input: CheckInput) => readonly Finding[])[] = [
  toldFindings,
  broadRule,
  insecureService,
  locationOnly,
];
