import type { ConnectionPoint, End, Verdict } from '../../language/analysis/index.js';
import { parseAddress } from '../../language/net/address.js';
import { isProtocol, protocolByNumber, protocols, serviceAxis } from '../../language/net/services.js';
import type { Policy, Rule } from '../../language/policy/model.js';
import { closest } from '../../language/text/spelling.js';
import type { Snapshot } from '../../language/workspace.js';
import { ruleFacts } from './print.js';

/** What is wrong with a question: the fact, then the remedy. */
class BadQuestion extends Error {}

/** Answers the questions of `explain --stdin`, each a line of JSON (section 8 of the contract). Never throws. */
export function answerer(snapshot: Snapshot): (line: string) => string {
  const { analysis } = snapshot;
  const read = reader(snapshot.resolved.policy);
  const answers = new Map<Rule, string>();
  return (line) => {
    try {
      const verdict = analysis.verdict(read(line));
      if (verdict === undefined) throw new BadQuestion(noConnection);
      if (verdict.rule === undefined) return byDefault;
      let answer = answers.get(verdict.rule);
      if (answer === undefined)
        answers.set(verdict.rule, (answer = describeVerdict(snapshot, verdict.action, verdict.rule)));
      return answer;
    } catch (error) {
      return JSON.stringify({
        error: error instanceof Error ? error.message : 'The question cannot be answered.',
      });
    }
  };
}

const noConnection =
  'No network carries this connection: IPv4 talks to IPv4, IPv6 to IPv6, icmp needs IPv4 and icmpv6 IPv6. Correct an end or the protocol.';

const byDefault = JSON.stringify({ verdict: 'deny', by: 'default' });

const describeVerdict = (snapshot: Snapshot, verdict: Verdict['action'], rule: Rule): string =>
  JSON.stringify({ verdict, by: rule.name, ...ruleFacts(snapshot, rule) });

/** How many IPv6 addresses are remembered; questions repeat them. */
const maxKnownEnds = 100_000;

/** Reads questions about one policy. The function throws a `BadQuestion` for what is none. */
function reader(policy: Policy): (line: string) => ConnectionPoint {
  const symbols = positions(policy.symbols);
  const identities = positions(policy.identities);
  const conditions = positions(policy.conditions);
  const ends = new Map<string, End>();

  function endOf(value: unknown, key: string): End {
    if (typeof value !== 'string')
      throw new BadQuestion(`"${key}" is an address or the name of a symbol, as text. Add it.`);
    // Reading an IPv4 address is as fast as looking it up would be; IPv6 is not.
    if (!value.includes(':')) return readEnd(policy, symbols, value);
    let end = ends.get(value);
    if (end === undefined) {
      end = readEnd(policy, symbols, value);
      if (ends.size >= maxKnownEnds) ends.clear();
      ends.set(value, end);
    }
    return end;
  }

  function identityOf(value: unknown): number {
    if (value === null || value === undefined) return -1;
    if (typeof value !== 'string')
      throw new BadQuestion('"identity" is the name of an identity, as text, or null.');
    return identities.get(value) ?? undeclared('identity', value, identities);
  }

  function conditionsOf(value: unknown): readonly number[] {
    if (value === null || value === undefined) return none;
    if (!Array.isArray(value))
      throw new BadQuestion('"conditions" is a list of names of conditions, such as ["mfa"].');
    return value.map((name: unknown) => {
      if (typeof name !== 'string')
        throw new BadQuestion('"conditions" is a list of names of conditions, such as ["mfa"].');
      return conditions.get(name) ?? undeclared('condition', name, conditions);
    });
  }

  return (line) => {
    const { source, destination, protocol, port, identity, conditions: holding } = parseLine(line);
    return {
      source: endOf(source, 'source'),
      destination: endOf(destination, 'destination'),
      service: serviceOf(protocol, port),
      identity: identityOf(identity),
      conditions: conditionsOf(holding),
    };
  };
}

const none: readonly number[] = [];

type RawQuestion = Readonly<
  Record<'source' | 'destination' | 'protocol' | 'port' | 'identity' | 'conditions', unknown>
>;

function parseLine(line: string): RawQuestion {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadQuestion('The line is no JSON. Write one object, such as {"source":"10.0.0.1",…}.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RawQuestion;
  throw new BadQuestion('The line is no JSON object. Write one, such as {"source":"10.0.0.1",…}.');
}

function readEnd(policy: Policy, symbols: ReadonlyMap<string, number>, text: string): End {
  const address = parseAddress(text);
  if (address !== undefined) return address.family === 4 ? { v4: address.value } : { v6: address.value };
  const symbol = symbols.get(text);
  if (symbol !== undefined) return { symbol };
  const shown = JSON.stringify(text.slice(0, 100));
  if (policy.segmentIndex.has(text)) {
    throw new BadQuestion(
      `${shown} is no symbol: it stands for addresses or other things. Name one address of it.`,
    );
  }
  const meant = closest(text.slice(0, 100), symbols.keys());
  const remedy = meant
    ? `Did you mean ${JSON.stringify(meant)}?`
    : 'Write an IPv4 or IPv6 address, or the dotted name of a symbol.';
  throw new BadQuestion(`${shown} is no address and no symbol. ${remedy}`);
}

/** The point of the service axis. */
function serviceOf(protocol: unknown, port: unknown): number {
  if (typeof protocol !== 'string')
    throw new BadQuestion('"protocol" is tcp, udp, sctp, icmp, icmpv6 or a number as text. Add it.');
  if (isProtocol(protocol)) {
    const { part, size } = protocols[protocol];
    if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port < size)
      return serviceAxis[protocol] + port;
    throw new BadQuestion(
      `"port" of ${protocol} is its ${part}, a number from 0 to ${size - 1}. Correct it.`,
    );
  }
  if (!/^(?:0|[1-9]\d{0,2})$/.test(protocol) || Number(protocol) > 255) {
    throw new BadQuestion(
      `${JSON.stringify(protocol.slice(0, 40))} is no protocol. Write tcp, udp, sctp, icmp, icmpv6 or a number from 0 to 255 as text.`,
    );
  }
  const [start, end] = protocolByNumber(Number(protocol));
  if (end - start > 1)
    throw new BadQuestion(
      `Protocol ${protocol} has ports or types. Write it by its name: tcp, udp, sctp, icmp or icmpv6.`,
    );
  if (port === null || port === undefined) return start;
  throw new BadQuestion(`Protocol ${protocol} has no ports. Write "port":null.`);
}

function undeclared(what: string, name: string, known: ReadonlyMap<string, number>): never {
  const meant = closest(name.slice(0, 100), known.keys());
  const remedy = meant ? `Did you mean ${JSON.stringify(meant)}?` : 'Declare it, or correct the name.';
  throw new BadQuestion(`The policy declares no ${what} ${JSON.stringify(name.slice(0, 100))}. ${remedy}`);
}

const positions = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, i) => [name, i]));
