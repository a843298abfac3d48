import type { Explanation, Part } from '../../language/analysis/index.js';
import type { Connection } from '../../language/findings.js';
import { counted } from '../../language/ide/markdown.js';
import { tiers } from '../../language/policy/model.js';
import { toLocation, type PlaceReader } from './diagnostics.js';

/** Says in Markdown why a question has the verdict it has: who decides which part of it, with an example of each. */
export function explainInMarkdown({ verdict, parts, complete }: Explanation, reader: PlaceReader): string {
  const allowed = parts.filter(({ action }) => action === 'allow');
  const denied = parts.filter(({ action }) => action === 'deny');
  const sections =
    verdict === 'partly'
      ? [section('Allowed', allowed, reader), section('Denied', denied, reader)]
      : [list(parts, reader)];
  if (!complete) {
    sections.push(
      'Not all of it could be decided within the limit of effort: more rules may take part. Ask about less at once.',
    );
  }
  return sections.filter((text) => text !== '').join('\n\n');
}

/** More rules than these are not told of one action: nobody reads on. */
const mostParts = 200;

const section = (title: string, parts: readonly Part[], reader: PlaceReader): string =>
  parts.length === 0 ? '' : `**${title}**\n\n${list(parts, reader)}`;

function list(parts: readonly Part[], reader: PlaceReader): string {
  const told = parts.slice(0, mostParts).map((part) => item(part, reader));
  const left = parts.length - told.length;
  if (left > 0) told.push(`- and ${counted(left, 'more rule')}: ask about less at once to see which`);
  return told.join('\n');
}

function item({ rule, action, example }: Part, reader: PlaceReader): string {
  const instance = `  for example ${code(inWords(example))}`;
  if (rule === undefined) return `- no rule allows it, which denies\n${instance}`;
  const { uri, range } = toLocation(reader, reader.snapshot.resolved.policy.placeOf(rule));
  const place = `[${escaped(rule.file)}:${range.start.line + 1}](${uri}#L${range.start.line + 1})`;
  const verb = action === 'allow' ? 'allowed' : 'denied';
  const name = rule.named ? ` (flow ${code(rule.name)})` : '';
  return `- ${verb} by ${code(rule.text)}${name} in tier ${tiers[rule.tier]}, ${place}\n${instance}`;
}

function inWords({ source, destination, protocol, port, identity, conditions }: Connection): string {
  const service = port === null ? `protocol/${protocol}` : `${protocol}/${port}`;
  const as = identity === null ? '' : ` as ${identity}`;
  const when = conditions.length === 0 ? '' : ` when ${conditions.join(', ')}`;
  return `${source} to ${destination} on ${service}${as}${when}`;
}

/** Code in Markdown; a backtick in it, as text in quotes may have, would end it. */
const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const escaped = (text: string): string => text.replace(/[\\[\]()*_`<>]/g, '\\$&');
