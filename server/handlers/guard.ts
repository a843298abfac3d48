import { CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from '../session.js';

/** Wraps the handler of a notification: what goes wrong in it is logged. */
export function notified<Params>(
  current: () => Session | undefined,
  name: string,
  handle: (session: Session, params: Params) => void | Promise<void>,
): (params: Params) => Promise<void> {
  return async (params) => {
    const session = current();
    if (session === undefined) return;
    try {
      await handle(session, params);
    } catch (error) {
      session.log(name, error);
    }
  };
}

/**
 * Wraps the handler of a request: what goes wrong in it is logged and answered with `none`, as a message to the user would
 * help nobody; a request that the client has cancelled is answered as such.
 */
export function answered<Params, Result, Progress = void>(
  current: () => Session | undefined,
  name: string,
  none: Result,
  handle: (session: Session, params: Params, token: CancellationToken, progress: Progress) => Promise<Result>,
) {
  return async (
    params: Params,
    token: CancellationToken = CancellationToken.None,
    _workDone?: unknown,
    progress?: Progress,
  ): Promise<Result | ResponseError<never>> => {
    const session = current();
    if (session === undefined) return none;
    try {
      const result = await handle(session, params, token, progress as Progress);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      if (token.isCancellationRequested) return cancelled();
      session.log(name, error);
      return none;
    }
  };
}

const cancelled = (): ResponseError<never> => new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
