import type { Finding, Severity } from '../language/findings.js';
import type { Policy } from './policy.js';
import type { StatusParams } from './protocol.js';

const noFindings: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };

/** How far the check of a policy is, with what the last one found. */
export function statusOf(policy: Policy, state?: 'checking'): StatusParams {
  const last = policy.lastCheck;
  const status: StatusParams = {
    policy: policy.files.name,
    root: policy.root.uri,
    state: state ?? last?.state ?? 'checking',
    counts: last?.state === 'ready' ? countBySeverity(last.findings) : noFindings,
    rules: last?.state === 'ready' ? last.snapshot.resolved.ruleCount : 0,
    files: policy.files.count,
    asOf: policy.files.asOf,
  };
  if (status.state !== 'failed') return status;
  const message =
    'The check failed by a fault of Zoneflow, not of the policy. Its output has the details; undo the last change to go on.';
  return { ...status, message };
}

/** How many findings there are of each severity. */
function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { ...noFindings };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
