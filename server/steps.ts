import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { Host } from './host.js';
import type { Session, View } from './session.js';

/** After so many milliseconds of work waiting requests are let in. */
const stepMs = 15;

/** Takes steps to their end, and lets requests in between; `undefined` where the work is given up. */
export async function takeSteps<T>(
  host: Host,
  steps: Generator<void, T>,
  isOutdated: () => boolean,
): Promise<T | undefined> {
  let rested = Date.now();
  let step = steps.next();
  for (; !step.done; step = steps.next()) {
    if (Date.now() - rested < stepMs) continue;
    await host.breathe();
    if (isOutdated()) return undefined;
    rested = Date.now();
  }
  return step.value;
}

/**
 * Takes steps that answer a request about a document, and lets others in between. Throws where the request has been cancelled
 * or the text has changed meanwhile: then the client asks again.
 */
export async function answerInSteps<T extends object | string | boolean>(
  { host }: Session,
  { policy, path, file }: View,
  steps: Generator<void, T>,
  token: CancellationToken,
): Promise<T> {
  const isOutdated = (): boolean => token.isCancellationRequested || policy.snapshot().file(path) !== file;
  const answer = await takeSteps(host, steps, isOutdated);
  if (answer === undefined) throw changedMeanwhile();
  return answer;
}

/** Elements turned into what is sent in one step. */
const atOnce = 500;

/** The same as `list.map(turn)`, in steps. */
export function* mapInSteps<T, U>(list: readonly T[], turn: (element: T) => U): Generator<void, U[]> {
  const turned: U[] = [];
  for (const element of list) {
    turned.push(turn(element));
    if (turned.length % atOnce === 0) yield;
  }
  return turned;
}

/** What a request is answered with whose document has changed before the answer was found. */
export const changedMeanwhile = (): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed meanwhile. Ask again.');
