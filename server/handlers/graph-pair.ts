import type { CancellationToken } from 'vscode-languageserver';
import { chainBetween, pairInSteps } from '../../language/graph/pair.js';
import type { Rule } from '../../language/policy/model.js';
import { toLocation } from '../convert/diagnostics.js';
import { normalUri } from '../convert/uris.js';
import type { Picture } from '../graphs.js';
import type { Policy } from '../policy.js';
import type { ChainResult, PairParams, PairResult, RuleReference } from '../protocol.js';
import type { Session } from '../session.js';
import { takeSteps } from '../steps.js';

/** `zoneflow/pair`: who decides the connections from one node of the picture to another, service by service. */
export async function pair(
  session: Session,
  { uri, source, target }: PairParams,
  token: CancellationToken,
): Promise<PairResult | null> {
  const asked = await pictureAt(session, uri, token);
  const found =
    asked &&
    (await takeSteps(
      session.host,
      pairInSteps(asked.picture.snapshot.analysis, source, target),
      () => token.isCancellationRequested,
    ));
  if (found === undefined) return null;
  const refer = referrer(session, asked!.policy);
  const parts = found.parts.map((part) => ({ ...part, rules: part.rules.map(refer) }));
  return { ...found, parts };
}

/** `zoneflow/chain`: a shortest chain of allowed connections from one node of the picture to another. */
export async function chain(
  session: Session,
  { uri, source, target }: PairParams,
  token: CancellationToken,
): Promise<ChainResult | null> {
  const asked = await pictureAt(session, uri, token);
  const found = asked && chainBetween(asked.picture.snapshot.analysis, source, target);
  if (found === undefined) return null;
  const refer = referrer(session, asked!.policy);
  const hops = found.hops.map(({ connection, rules }) => ({ connection, rules: rules.map(refer) }));
  return { hops, complete: found.complete };
}

async function pictureAt(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<{ policy: Policy; picture: Picture } | undefined> {
  const policy = await session.policies.of(normalUri(uri));
  const picture = policy && (await session.graphs.picture(policy, token));
  return picture && { policy: policy!, picture };
}

/** What is shown may be of an older text; places are looked up by name in the newest. */
function referrer(session: Session, policy: Policy): (rule: Rule) => RuleReference {
  const snapshot = policy.snapshot();
  const reader = session.readerOf(policy, snapshot);
  const current = snapshot.resolved.policy;
  const byName = new Map(current.rules.map((rule) => [rule.name, rule]));
  return ({ name, text }) => {
    const now = byName.get(name);
    return { name, text, location: now === undefined ? null : toLocation(reader, current.placeOf(now)) };
  };
}
