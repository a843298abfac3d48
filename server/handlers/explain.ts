import type { CancellationToken } from 'vscode-languageserver';
import { readQuestion } from '../../language/policy/question.js';
import { explainInMarkdown } from '../convert/explanation.js';
import { normalUri } from '../convert/uris.js';
import type { ExplainParams, ExplainResult } from '../protocol.js';
import type { Session } from '../session.js';
import { takeSteps } from '../steps.js';

/** `zoneflow/explain`: the verdict on a question in the language's own words, and the rules that decide. */
export async function explain(
  session: Session,
  { uri, from, to, on }: ExplainParams,
  token: CancellationToken,
): Promise<ExplainResult> {
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined)
    return refuse('This document belongs to no policy. Open a .zoneflow file and ask again.');
  const snapshot = policy.snapshot();
  const question = readQuestion(snapshot.resolved, { source: from, destination: to, services: on });
  if ('problems' in question) return refuse(question.problems.map(({ message }) => message).join('\n\n'));
  const explanation = await takeSteps(
    session.host,
    snapshot.analysis.explainInSteps(question.traffic),
    () => token.isCancellationRequested,
  );
  if (explanation === undefined) return refuse('The question was given up.');
  const { verdict } = explanation;
  if (verdict === 'empty') {
    return refuse(
      'No connection fits this question: an end is empty, or the two ends and the service have nothing in common. Ask about others.',
    );
  }
  return { verdict, text: explainInMarkdown(explanation, session.readerOf(policy, snapshot)) };
}

const refuse = (error: string): ExplainResult => ({ verdict: null, error });
