import type { Finding, Fix } from '../findings.js';
import { fixesInSteps } from '../fixes/index.js';
import type { SourceFile } from '../names/declarations.js';
import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { lastItem } from './at.js';
import { declareMissing } from './fixes/declare.js';
import { silencing, uselessComment } from './fixes/ignore.js';
import { denyForbidden, goToRules } from './fixes/intents.js';
import { breakCircle, mendDuplicate, takeOut } from './fixes/names.js';
import { askIdentity, encrypt } from './fixes/restricted.js';
import { addOwner, addPurpose, deleteEmpty, mendExpiry } from './fixes/rules.js';
import { deleteUnused } from './fixes/unused.js';
import { leaveShared, widenParent } from './fixes/zones.js';

/** Changes that mend or silence a finding, besides those that it brings itself (`finding.fixes`). The best come first. */
export const quickFixes = (snapshot: Snapshot, finding: Finding): Fix[] =>
  finished(quickFixesInSteps(snapshot, finding));

/** The same in steps. */
export function* quickFixesInSteps(snapshot: Snapshot, finding: Finding): Generator<void, Fix[]> {
  const file = snapshot.file(finding.place.file);
  if (file === undefined) return [];
  const item = lastItem(file.tree, finding.place.start);
  const proven = yield* fixesInSteps(snapshot, finding);
  return [...proven, ...mending(snapshot, file, item, finding), ...silencing(file, finding)];
}

function mending(snapshot: Snapshot, file: SourceFile, item: number, finding: Finding): Fix[] {
  switch (finding.code) {
    case 'unknown-name':
    case 'invalid-value':
      return declareMissing(snapshot, finding);
    case 'duplicate-name':
      return mendDuplicate(snapshot, file, item, finding);
    case 'cyclic-reference':
      return breakCircle(file, item, finding);
    case 'unknown-property':
      return takeOut(file, item, finding.place.start);
    case 'empty-rule':
      return deleteEmpty(file, item);
    case 'zone-overlap':
      return leaveShared(snapshot, finding);
    case 'outside-parent':
      return widenParent(snapshot, finding);
    case 'intent-violated':
      return [...denyForbidden(snapshot, file, item, finding), ...goToRules(finding)];
    case 'test-failed':
      return goToRules(finding);
    case 'insecure-service':
      return encrypt(snapshot, file, item);
    case 'location-only':
      return askIdentity(snapshot, file, item);
    case 'missing-owner':
      return addOwner(snapshot, file, item);
    case 'missing-purpose':
      return addPurpose(file, item);
    case 'expired-rule':
    case 'expiring-rule':
      return mendExpiry(snapshot, file, item);
    case 'unused-declaration':
      return deleteUnused(snapshot, file, item);
    case 'unused-ignore':
      return uselessComment(file, finding);
    default:
      return [];
  }
}
