import type { Finding, Fix } from '../findings.js';
import { fixesFor } from '../fixes/index.js';
import type { Snapshot } from '../workspace.js';
import { lastItem } from './at.js';
import { declareMissing } from './fixes/declare.js';
import { silencing, uselessComment } from './fixes/ignore.js';
import { addOwner, addPurpose, mendExpiry } from './fixes/rules.js';
import { deleteUnused } from './fixes/unused.js';

/** Changes that mend or silence a finding, besides those that it brings itself (`finding.fixes`). The best come first. */
export function quickFixes(snapshot: Snapshot, finding: Finding): Fix[] {
  const file = snapshot.file(finding.place.file);
  if (file === undefined) return [];
  const item = lastItem(file.tree, finding.place.start);
  const mending = (): Fix[] => {
    switch (finding.code) {
      case 'unknown-name':
      case 'invalid-value':
        return declareMissing(snapshot, finding);
      case 'missing-owner':
        return addOwner(snapshot, file, item);
      case 'missing-purpose':
        return addPurpose(file, item);
      case 'expired-rule':
      case 'expiring-rule':
        return mendExpiry(snapshot, file, item);
      case 'unused-declaration':
        return deleteUnused(file, item);
      case 'unused-ignore':
        return uselessComment(file, finding);
      default:
        return [...fixesFor(snapshot, finding)];
    }
  };
  return [...mending(), ...silencing(file, finding)];
}
