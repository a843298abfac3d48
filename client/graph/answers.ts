import {
  methods,
  type ChainResult,
  type ChangesResult,
  type GraphResult,
  type PairResult,
  type ReachResult,
} from '../../server/protocol.js';
import type { AnyAnswer, Question } from '../webview/question.js';
import { mayRunGit, untrusted } from '../compare.js';
import type { PolicyServer } from '../server.js';

/** The policy's answer to a question of the picture. Never rejects: what went wrong is the answer then. */
export async function answerTo(server: PolicyServer, uri: string, question: Question): Promise<AnyAnswer> {
  try {
    return await answered(server, uri, question);
  } catch (error) {
    server.output.warn(`The graph’s question could not be answered: ${String(error)}`);
    const remedy = 'Edit on, or restart the language server if it is not running.';
    return { kind: question.kind, error: `The language server did not answer. ${remedy}` };
  }
}

async function answered(server: PolicyServer, uri: string, question: Question): Promise<AnyAnswer> {
  switch (question.kind) {
    case 'reach': {
      const { kind, id, direction } = question;
      return {
        kind,
        result: await server.request<ReachResult | null>(methods.reach, { uri, id, direction }),
      };
    }
    case 'pair': {
      const { kind, source, target } = question;
      return { kind, result: await server.request<PairResult | null>(methods.pair, { uri, source, target }) };
    }
    case 'chain': {
      const { kind, source, target } = question;
      return {
        kind,
        result: await server.request<ChainResult | null>(methods.chain, { uri, source, target }),
      };
    }
    case 'changes': {
      const { kind, against } = question;
      if (!mayRunGit()) return { kind, error: untrusted };
      return { kind, result: await server.request<ChangesResult | null>(methods.changes, { uri, against }) };
    }
    case 'overlays': {
      const result = await server.request<GraphResult | null>(methods.graph, { uri, overlays: true });
      return { kind: question.kind, result: result?.overlays ?? null };
    }
  }
}
