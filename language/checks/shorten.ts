import type { Finding } from '../findings.js';

/** Messages up to this length are left as they are. UTF-16 units. */
const enough = 400;
/** What stands in backticks is shown up to here where it is longer than `longest`. */
const shown = 120;
const longest = 160;

/**
 * Shortens what messages quote: a rule with a thousand ports is named after them all, and a finding that names a hundred
 * such rules would be longer than the policy. `rule` of a finding stays whole. The same object where nothing is too long.
 */
export function shorten(finding: Finding): Finding {
  const { message, related } = finding;
  const isLong = message.length > enough || related?.some((other) => other.message.length > enough) === true;
  if (!isLong) return finding;
  return {
    ...finding,
    message: shortened(message),
    ...(related && { related: related.map((other) => ({ ...other, message: shortened(other.message) })) }),
  };
}

const shortened = (message: string): string =>
  message.length <= enough
    ? message
    : message.replace(/`([^`]*)`/g, (whole, quoted: string) =>
        quoted.length <= longest ? whole : `\`${quoted.slice(0, shown)}…\``,
      );
