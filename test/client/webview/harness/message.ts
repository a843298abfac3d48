import type { GraphMessage } from '../../../../client/webview/protocol.js';
import type { AnyAnswer, Question } from '../../../../client/webview/question.js';
import { overlaysOf } from '../../../../language/graph/overlays.js';
import { chainBetween, pairInSteps } from '../../../../language/graph/pair.js';
import { reachFrom } from '../../../../language/graph/reach.js';
import type { Rule } from '../../../../language/policy/model.js';
import type { Snapshot } from '../../../../language/workspace.js';
import { finished } from '../../../../language/text/steps.js';
import { marksOf } from '../../../../server/convert/marks.js';
import type { RuleReference } from '../../../../server/protocol.js';

/** What the extension would tell the picture of a policy. */
export function graphMessage(policy: string, snapshot: Snapshot, version = 1): GraphMessage {
  const { graph } = snapshot;
  const marks = finished(marksOf(graph, snapshot.resolved.policy, snapshot.findings()));
  const rulesets = snapshot.resolved.policy.rulesets.length;
  return { type: 'graph', version, policy, graph, marks, rulesets, problems: snapshot.syntaxErrorCount };
}

const refer = ({ name, text }: Rule): RuleReference => ({ name, text, location: null });

/** The answer of the real engine to a question of the picture. */
export function answerOf({ analysis }: Snapshot, question: Question): AnyAnswer {
  switch (question.kind) {
    case 'reach': {
      const { kind, id, direction } = question;
      return { kind, result: reachFrom(analysis, id, { direction }) ?? null };
    }
    case 'pair': {
      const { kind, source, target } = question;
      const pair = finished(pairInSteps(analysis, source, target));
      if (pair === undefined) return { kind, result: null };
      return {
        kind,
        result: { ...pair, parts: pair.parts.map((part) => ({ ...part, rules: part.rules.map(refer) })) },
      };
    }
    case 'chain': {
      const { kind, source, target } = question;
      const chain = chainBetween(analysis, source, target);
      if (chain === undefined) return { kind, result: null };
      return {
        kind,
        result: { ...chain, hops: chain.hops.map((hop) => ({ ...hop, rules: hop.rules.map(refer) })) },
      };
    }
    case 'changes':
      return { kind: question.kind, error: 'The folder is in no Git repository.' };
    case 'overlays':
      return { kind: question.kind, result: overlaysOf(analysis) };
  }
}
