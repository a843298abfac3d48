import type { FromWebview, KeptState } from '../webview/protocol.js';
import type { Question } from '../webview/question.js';

/** Longest names and texts that are let in; the picture has no reason to send longer ones. */
const maxText = 10_000;

/** Longest export, in characters: more than any picture that a person can look at. */
const maxExport = 200_000_000;

/**
 * Reads a message from the picture, which is a web page and so not trusted: anything but a well-formed message is
 * `undefined`, and what is returned holds nothing but the known fields.
 */
export function readMessage(message: unknown): FromWebview | undefined {
  if (!isRecord(message)) return undefined;
  const { type, id, source, target, format, data, text, rule, question } = message;
  switch (type) {
    case 'ready':
      return { type };
    case 'reveal':
      return isText(id) ? { type, id } : undefined;
    case 'revealEdge':
      return isText(source) && isText(target) ? { type, source, target } : undefined;
    case 'revealRule':
      return isText(rule) ? { type, rule } : undefined;
    case 'ask':
      return readAsked(id, question);
    case 'export':
      return isFormat(format) && isText(data, maxExport) ? { type, format, data } : undefined;
    case 'error':
      return typeof text === 'string' ? { type, text: text.slice(0, maxText) } : undefined;
    default:
      return undefined;
  }
}

function readAsked(id: unknown, asked: unknown): FromWebview | undefined {
  const question = readQuestion(asked);
  return question && typeof id === 'number' && Number.isSafeInteger(id)
    ? { type: 'ask', id, question }
    : undefined;
}

function readQuestion(asked: unknown): Question | undefined {
  if (!isRecord(asked)) return undefined;
  const { kind, id, direction, source, target, against } = asked;
  switch (kind) {
    case 'reach':
      return isText(id) && (direction === 'outward' || direction === 'inward')
        ? { kind, id, direction }
        : undefined;
    case 'pair':
    case 'chain':
      return isText(source) && isText(target) ? { kind, source, target } : undefined;
    case 'changes':
      return isText(against, 200) ? { kind, against } : undefined;
    case 'overlays':
      return { kind };
    default:
      return undefined;
  }
}

/** Reads what the picture kept over a reload of the window: the URI of a document, or `undefined` where there is none. */
export function readKeptDocument(state: unknown): KeptState['document'] | undefined {
  return isRecord(state) && isText(state['document']) ? state['document'] : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown, longest = maxText): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;

const isFormat = (value: unknown): value is 'svg' | 'png' => value === 'svg' || value === 'png';
