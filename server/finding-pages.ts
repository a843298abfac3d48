import type { FindingCode } from '../language/findings.js';
import type { ClientFeatures } from './capabilities.js';
import type { Host } from './host.js';
import { clientCommands } from './protocol.js';

/** Where the link behind a finding's code leads, for a client that shows one: to a command of its own, or to a file. */
export function findingPages(
  { codeDescriptions, opensFindingPages }: ClientFeatures,
  host: Host,
): ((code: FindingCode) => string | undefined) | undefined {
  if (!codeDescriptions) return undefined;
  if (opensFindingPages) return commandFor;
  const known = new Map<FindingCode, string | undefined>();
  return (code) => {
    if (!known.has(code)) known.set(code, host.pageOf?.(code));
    return known.get(code);
  };
}

/** A `command:` URI as VS Code has them: the arguments are JSON in its query. */
const commandFor = (code: FindingCode): string =>
  `command:${clientCommands.openFindingPage}?${encodeURIComponent(JSON.stringify([code]))}`;
