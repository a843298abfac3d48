import type { Finding, Fix } from '../findings.js';
import type { Snapshot } from '../workspace.js';

/** Changes that mend or silence a finding, besides those that it brings itself (`finding.fixes`). */
export function quickFixes(_snapshot: Snapshot, _finding: Finding): Fix[] {
  return [];
}
