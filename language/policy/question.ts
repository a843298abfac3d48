import type { Finding } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { parse } from '../syntax/parse.js';
import type { Expr, RuleItem } from '../syntax/tree.js';
import { LineIndex } from '../text/lines.js';
import type { Traffic } from './model.js';
import type { Resolved } from './resolve.js';
import { readTraffic } from './traffic.js';
import type { Scope } from './scope.js';

/** A question about connections, its parts written as in a rule: `shop.web`, `[dmz, 10.0.0.1] except dmz.a`, `tcp/443`. */
export interface Question {
  readonly source: string;
  readonly destination: string;
  readonly services: string;
  readonly identities?: string | undefined;
  /** Each is the name of a condition or a list of names; all hold. */
  readonly conditions?: readonly string[] | undefined;
}

export type QuestionPart = keyof Question;

/** What is wrong with a part of a question: the fact, then the remedy. */
export interface QuestionProblem {
  readonly part: QuestionPart;
  readonly message: string;
}

/** The connections that a question describes, or why it describes none. */
export type ReadQuestion = { readonly traffic: Traffic } | { readonly problems: readonly QuestionProblem[] };

/** The parts are parsed one by one inside a rule of the language, between these, so that none can reach into another. */
const frames: Readonly<Record<QuestionPart, readonly [before: string, after: string]>> = {
  source: ['allow ', '\nto any on any'],
  destination: ['allow any to ', '\non any'],
  services: ['allow any to any on ', '\n'],
  identities: ['allow any to any on any as ', '\n'],
  conditions: ['allow any to any on any when ', '\n'],
};

/** Reads a question with the grammar and the names of a policy. Changes nothing of `resolved`. */
export function readQuestion(resolved: Resolved, question: Question): ReadQuestion {
  const problems: QuestionProblem[] = [];
  const read = (part: QuestionPart, text: string): Traffic | undefined =>
    readPart(resolved, part, text, problems);
  const source = read('source', question.source);
  const destination = read('destination', question.destination);
  const services = read('services', question.services);
  const identities = question.identities === undefined ? undefined : read('identities', question.identities);
  const conditions = (question.conditions ?? []).map((text) => read('conditions', text)?.conditions ?? []);
  if (problems.length > 0 || !source || !destination || !services) return { problems };
  return {
    traffic: {
      source: source.source,
      destination: destination.destination,
      services: services.services,
      identities: identities?.identities,
      conditions: [...new Set(conditions.flat())].sort((a, b) => a - b),
    },
  };
}

function readPart(
  resolved: Resolved,
  part: QuestionPart,
  written: string,
  problems: QuestionProblem[],
): Traffic | undefined {
  const found: Finding[] = [];
  const rule = parsePart(part, written);
  if (typeof rule === 'string') {
    problems.push({ part, message: rule });
    return undefined;
  }
  const { declarations, tables } = resolved;
  const scope: Scope = { declarations, findings: found };
  const traffic = readTraffic(scope, tables, { file: rule.file, item: 0 }, rule.item);
  problems.push(...found.map(({ message }) => ({ part, message })));
  if (traffic === undefined && found.length === 0) {
    problems.push({
      part,
      message: `\`${written}\` is declared with a mistake. Check the policy and correct it.`,
    });
  }
  return found.length === 0 ? traffic : undefined;
}

/** A rule with the part in it; what is wrong with the part, where it is not just one value. */
function parsePart(part: QuestionPart, written: string): string | { file: SourceFile; item: RuleItem } {
  if (written.trim() === '') return 'Nothing is written here. Write what would stand in a rule.';
  const [before, after] = frames[part];
  const text = `${before}${written}${after}`;
  const lines = new LineIndex(text);
  const tree = parse(text, lines);
  const [item] = tree.items;
  const problems = [
    ...tree.problems.map(({ span, message }) => ({ at: span.start, message })),
    ...tree.items.flatMap((one, i) =>
      one.problems.map(({ span, message }) => ({ at: tree.starts[i] + span.start, message })),
    ),
  ];
  // What is said of the words around the part would puzzle who never wrote them.
  const problem = problems.find(({ at }) => at < before.length + written.length);
  if (problem !== undefined) return problem.message;
  if (problems.length > 0 || tree.items.length !== 1 || item.kind !== 'rule' || !isAlone(part, item)) {
    return `\`${written}\` is not one whole value. Write what would stand in this place of a rule, and nothing after it.`;
  }
  return { file: { path: '', text, lines, tree }, item };
}

/** Whether nothing but the part itself was read into the rule. */
function isAlone(part: QuestionPart, item: RuleItem): boolean {
  const isFrame = (value: Expr | undefined): boolean => value === undefined || value.kind === 'any';
  if (item.properties.length > 0) return false;
  const parts = ['source', 'destination', 'services', 'identities', 'conditions'] as const;
  return parts.every((other) => other === part || isFrame(item[other]));
}
