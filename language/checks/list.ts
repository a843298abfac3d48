import type { Analysis } from '../analysis/index.js';
import type { Finding } from '../findings.js';
import { accountability, expiry } from './housekeeping.js';
import { intents, tests } from './intents.js';
import type { CheckInput } from './report.js';
import { ruleChecks } from './rules/index.js';
import { unplacedWorkload } from './unplaced.js';
import { unusedDeclaration } from './unused.js';
import { outsideParent, zoneOverlap } from './zones.js';

/** Checks that need names only. A new one is added here, with a page under `docs/findings`. */
export const nameChecks: readonly ((input: CheckInput) => readonly Finding[])[] = [
  zoneOverlap,
  outsideParent,
  expiry,
  accountability,
  unplacedWorkload,
  unusedDeclaration,
];

/** Checks that need verdicts: each asks the analysis. */
export const verdictChecks: readonly ((analysis: Analysis, input: CheckInput) => readonly Finding[])[] = [
  ...ruleChecks,
  intents,
  tests,
];
