import type {
  ChainResult,
  ChangesResult,
  GraphOverlays,
  PairResult,
  ReachResult,
} from '../../server/protocol.js';

/** What the picture asks the policy, through the extension. */
export type Question =
  | { readonly kind: 'reach'; readonly id: string; readonly direction: 'outward' | 'inward' }
  | { readonly kind: 'pair' | 'chain'; readonly source: string; readonly target: string }
  | { readonly kind: 'changes'; readonly against: string }
  | { readonly kind: 'overlays' };

/** The answer of each kind of question; `null` where the policy has nothing of that name any more. */
export interface Answers {
  readonly reach: ReachResult | null;
  readonly pair: PairResult | null;
  readonly chain: ChainResult | null;
  readonly overlays: GraphOverlays | null;
  readonly changes: ChangesResult | null;
}

/** Why there is no answer: the fact, then the remedy. */
export interface NoAnswer {
  readonly kind: keyof Answers;
  readonly error: string;
}

/** An answer, or why there is none. */
export type Answer<K extends keyof Answers> = { readonly kind: K; readonly result: Answers[K] } | NoAnswer;

export type AnyAnswer = { [K in keyof Answers]: Answer<K> }[keyof Answers];

export const questionKinds = [
  'reach',
  'pair',
  'chain',
  'overlays',
  'changes',
] as const satisfies readonly (keyof Answers)[];

/** Puts questions and brings each answer to who asked. */
export class Asker {
  private readonly open = new Map<number, (answer: AnyAnswer) => void>();
  private last = 0;

  /** @param send puts a question to the extension, which answers with the same number */
  constructor(private readonly send: (id: number, question: Question) => void) {}

  ask<K extends keyof Answers>(question: Question & { kind: K }): Promise<Answer<K>> {
    const id = ++this.last;
    this.send(id, question);
    return new Promise((resolve) => this.open.set(id, (answer) => resolve(answer as Answer<K>)));
  }

  /** Takes an answer; one that nobody waits for is dropped. */
  take(id: number, answer: AnyAnswer): void {
    this.open.get(id)?.(answer);
    this.open.delete(id);
  }
}

/** Whether what came as an answer has the form of one of a kind; its details are the server's own. */
export function isAnswer(value: unknown): value is AnyAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, result, error } = value as Record<string, unknown>;
  if (!questionKinds.some((one) => one === kind)) return false;
  return (
    typeof error === 'string' || result === null || (typeof result === 'object' && !Array.isArray(result))
  );
}
