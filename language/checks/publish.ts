import type { Finding } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Config } from '../policy/config.js';
import { comparePlaces } from '../text/span.js';
import { silence } from './ignores.js';
import { shorten } from './shorten.js';

/**
 * What a policy's findings look like from outside: without those that comments silence, with the severities that
 * `zoneflow.json` sets, in the order of their places. Changes what is shown, never what was found.
 */
export function publish(found: readonly Finding[], files: readonly SourceFile[], config: Config): Finding[] {
  const shown = silence(found, files);
  let count = 0;
  for (let i = 0; i < shown.length; i++) {
    const finding = shown[i];
    const severity = config.rules.get(finding.code) ?? finding.severity;
    if (severity === finding.severity) shown[count++] = shorten(finding);
    else if (severity !== 'off') shown[count++] = shorten({ ...finding, severity });
  }
  shown.length = count;
  return shown.sort(byPlace);
}

/** The order in which findings are listed. */
export const byPlace = (a: Finding, b: Finding): number =>
  comparePlaces(a.place, b.place) || compare(a.code, b.code) || compare(a.message, b.message);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
