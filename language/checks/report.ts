import { defaultSeverity, type Connection, type Finding, type FindingCode } from '../findings.js';
import type { Declarations, SourceFile } from '../names/declarations.js';
import type { PolicyUses } from '../names/references.js';
import type { Config } from '../policy/config.js';
import type { Policy } from '../policy/model.js';
import type { Extras } from '../policy/scope.js';
import { inOnePiece } from '../text/detach.js';
import type { Place } from '../text/span.js';

/** What a check looks at, and where it puts what it finds. */
export interface CheckInput {
  readonly policy: Policy;
  readonly files: readonly SourceFile[];
  readonly declarations: Declarations;
  readonly uses: PolicyUses;
  readonly config: Config;
}

/** Makes a finding with its default severity. */
export function finding(code: FindingCode, place: Place, message: string, extras: Extras = {}): Finding {
  return { code, severity: defaultSeverity[code], message: inOnePiece(message), place, ...extras };
}

/** A protocol without a name is its number. */
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A connection in words: `10.0.0.1 → 10.0.1.1 on tcp/443 as dba when mfa`. */
export function describe(connection: Connection): string {
  const { source, destination, protocol, port, identity, conditions } = connection;
  const named = isDigit(protocol.charCodeAt(0)) ? `protocol/${protocol}` : protocol;
  const service = port === null ? named : `${named}/${port}`;
  const as = identity === null ? '' : ` as ${identity}`;
  const when = conditions.length === 0 ? '' : ` when ${conditions.join(', ')}`;
  return `${source} → ${destination} on ${service}${as}${when}`;
}
