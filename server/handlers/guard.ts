import { CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Session } from '../session.js';

/** The session with the client, once there is one. */
export type CurrentSession = () => Session | undefined;

type NotificationHandler<Params> = (session: Session, params: Params) => void | Promise<void>;

/** `parts` takes pieces of the answer where the client wants them as they come. */
type RequestHandler<Params, Result, Parts> = (
  session: Session,
  params: Params,
  token: CancellationToken,
  parts: Parts,
) => Promise<Result>;

/** Wraps the handler of a notification: what goes wrong in it is logged. */
export function notified<Params>(current: CurrentSession, name: string, handle: NotificationHandler<Params>) {
  return async (params: Params): Promise<void> => {
    const session = current();
    session?.traffic.noted();
    try {
      if (session) await handle(session, params);
    } catch (error) {
      session?.log(name, error);
    }
  };
}

/**
 * Makes a function that wraps the handler of a request: what goes wrong in it is logged and answered with `none`, as a
 * message to the user would help nobody. What is thrown as a `ResponseError` is for the user; a request that the client has cancelled is answered as such.
 */
export function answerer(current: CurrentSession) {
  return <Params, Result, Parts = void>(
      name: string,
      none: Result,
      handle: RequestHandler<Params, Result, Parts>,
    ) =>
    async (
      params: Params,
      token: CancellationToken = CancellationToken.None,
      _workDone?: unknown,
      parts?: Parts,
    ): Promise<Result | ResponseError<never>> => {
      const session = current();
      if (session === undefined) return none;
      session.traffic.noted();
      try {
        const result = await handle(session, params, token, parts as Parts);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        if (token.isCancellationRequested) return cancelled();
        if (error instanceof ResponseError) return error as ResponseError<never>;
        session.log(name, error);
        return none;
      } finally {
        session.traffic.noted();
      }
    };
}

const cancelled = (): ResponseError<never> =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
