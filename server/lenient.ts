import { InitializeRequest, Message, type ConnectionOptions } from 'vscode-languageserver';

/** Lets a client in that sends null for its capabilities, which the library would fail on: it is taken to have none. */
export const lenient: ConnectionOptions = {
  messageStrategy: {
    handleMessage: (message, next) => next(isInitialize(message) ? withCapabilities(message) : message),
  },
};

const isInitialize = (message: Message): boolean =>
  Message.isRequest(message) && message.method === InitializeRequest.method;

function withCapabilities(message: Message): Message {
  const { params } = message as Message & { params?: object | null };
  const given = (params ?? {}) as { capabilities?: object | null };
  const request = { ...message, params: { ...given, capabilities: given.capabilities ?? {} } };
  return request;
}
