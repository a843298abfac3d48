import { namespaces, type Namespace } from '../../names/declarations.js';
import type { ValueKind } from '../../policy/schema.js';
import type { Snapshot } from '../../workspace.js';
import { describeLabelKey, describeLabelValue } from '../describe/literals.js';
import { describeName } from '../describe/names.js';
import {
  describeFinding,
  describeKeyword,
  describeProperty,
  describeProtocol,
  describeTier,
  describeWord,
} from '../describe/words.js';

/** The Markdown that explains a completion, by its `data`; `undefined` where it is no longer known. */
export function completionDocumentation(snapshot: Snapshot, data: string): string | undefined {
  const [, kind, rest] = /^(\w+):([^]*)$/.exec(data) ?? [];
  if (kind === undefined) return undefined;
  if ((namespaces as readonly string[]).includes(kind))
    return describeName(snapshot, kind as Namespace, rest);
  const [, first, second] = /^([\w-]+)[.:]([\w.-]+)$/.exec(rest) ?? ['', rest, ''];
  switch (kind) {
    case 'keyword':
      return describeKeyword(rest);
    case 'tier':
      return describeTier(rest);
    case 'protocol':
      return describeProtocol(rest);
    case 'finding':
      return describeFinding(rest);
    case 'property':
      return describeProperty(first, second);
    case 'word':
      return describeWord(first as ValueKind, second);
    case 'labelKey':
      return describeLabelKey(snapshot, rest);
    case 'labelValue':
      return describeLabelValue(snapshot, first, second);
    default:
      return undefined;
  }
}
