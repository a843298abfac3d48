import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { defaultSeverity, type Finding, type FindingCode, type Severity } from '../findings.js';
import { closest } from '../text/spelling.js';
import { globProblem } from './globs.js';
import { isDate } from './properties.js';

/** What `zoneflow.json` says, with defaults for what it leaves out. */
export interface Config {
  readonly name: string | undefined;
  /** Globs, relative to the root, of the files that belong to the policy. */
  readonly include: readonly string[];
  /** `YYYY-MM-DD`, or `today` (UTC). */
  readonly asOf: string;
  readonly rules: ReadonlyMap<FindingCode, Severity | 'off'>;
  readonly broad: { readonly maxAddresses: number; readonly maxPorts: number };
  /** Names of services that carry secrets in clear text or let in without any. */
  readonly insecure: readonly string[];
}

export const configFile = 'zoneflow.json';

/** A larger `zoneflow.json` is not read: it is no configuration. Characters. */
const maxConfigLength = 1_000_000;

export const defaultConfig: Config = {
  name: undefined,
  include: ['**/*.zoneflow'],
  asOf: 'today',
  rules: new Map(),
  broad: { maxAddresses: 65_536, maxPorts: 1_024 },
  insecure: ['telnet', 'ftp', 'rsh', 'tftp', 'http', 'pop3', 'imap', 'snmp', 'ldap', 'vnc'],
};

const severities = ['error', 'warning', 'info', 'hint', 'off'] as const;

/** Reads `zoneflow.json`. What is wrong in it is a finding in that file, and its default counts instead. */
export function readConfig(text: string): { readonly config: Config; readonly findings: readonly Finding[] } {
  const reader = new ConfigReader();
  if (text.length > maxConfigLength) {
    reader.add(
      'invalid-value',
      undefined,
      `${configFile} is larger than ${maxConfigLength} characters and was not read. Keep only settings in it.`,
    );
    return { config: defaultConfig, findings: reader.findings };
  }
  if (maxNesting(text) > 16) {
    reader.add(
      'syntax-error',
      undefined,
      `${configFile} nests deeper than any setting does and was not read. Keep only settings in it.`,
    );
    return { config: defaultConfig, findings: reader.findings };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  for (const error of errors.slice(0, 1)) {
    const why = printParseErrorCode(error.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    reader.add(
      'syntax-error',
      { offset: error.offset, length: error.length },
      `${configFile} is no JSON: ${why}. Correct it; until then its defaults may count.`,
    );
  }
  return { config: reader.read(root), findings: reader.findings };
}

/** How deep brackets nest, strings not looked at: an upper bound that needs no recursion. */
function maxNesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

type Range = Pick<Node, 'offset' | 'length'>;

class ConfigReader {
  readonly findings: Finding[] = [];

  add(code: FindingCode, range: Range | undefined, message: string): void {
    const start = range?.offset ?? 0;
    const place = { file: configFile, start, end: start + (range?.length ?? 0) };
    this.findings.push({ code, severity: defaultSeverity[code], message, place });
  }

  read(root: Node | undefined): Config {
    if (root === undefined) return defaultConfig;
    if (root.type !== 'object') {
      this.add('invalid-value', root, `${configFile} holds one object. Write \`{ "name": "…" }\`.`);
      return defaultConfig;
    }
    const config: { -readonly [key in keyof Config]: Config[key] } = { ...defaultConfig };
    this.members(root, ['$schema', 'name', 'include', 'asOf', 'rules', 'broad', 'insecure'], (key, value) => {
      if (key === 'name') config.name = this.text(value, key) ?? config.name;
      else if (key === 'include') config.include = this.globs(value, key) ?? config.include;
      else if (key === 'insecure') config.insecure = this.texts(value, key) ?? config.insecure;
      else if (key === 'asOf') config.asOf = this.day(value) ?? config.asOf;
      else if (key === 'rules') config.rules = this.rules(value);
      else if (key === 'broad') config.broad = this.broad(value);
    });
    return config;
  }

  private members(node: Node, keys: readonly string[], each: (key: string, value: Node) => void): void {
    if (node.type !== 'object') {
      this.add('invalid-value', node, 'Here stands an object. Write `{ … }`.');
      return;
    }
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      const name = String(key?.value);
      if (!keys.includes(name)) {
        const meant = closest(name, keys);
        const remedy = meant ? `Did you mean \`${meant}\`?` : unknownRemedy(name, keys);
        this.add(
          'unknown-property',
          key,
          `${configFile} has no setting \`${name.slice(0, 40)}\` here. ${remedy}`,
        );
      } else if (value !== undefined) each(name, value);
    }
  }

  private text(node: Node, key: string): string | undefined {
    if (node.type === 'string') return node.value as string;
    this.add('invalid-value', node, `\`${key}\` is a string. Put it in double quotes.`);
    return undefined;
  }

  private texts(node: Node, key: string): string[] | undefined {
    if (node.type === 'array' && node.children!.every(({ type }) => type === 'string')) {
      return node.children!.map(({ value }) => value as string);
    }
    this.add('invalid-value', node, `\`${key}\` is a list of strings. Write \`["…"]\`.`);
    return undefined;
  }

  /** Those that can be matched in a bounded time; the others are findings. */
  private globs(node: Node, key: string): string[] | undefined {
    return this.texts(node, key)?.filter((glob, i) => {
      const problem = globProblem(glob);
      if (problem !== undefined) this.add('invalid-value', node.children![i], problem);
      return problem === undefined;
    });
  }

  private day(node: Node): string | undefined {
    const value = node.value as unknown;
    if (value === 'today' || (typeof value === 'string' && isDate(value))) return value;
    this.add('invalid-value', node, '`asOf` is a date such as "2027-03-31", or "today". Write one of these.');
    return undefined;
  }

  private rules(node: Node): Config['rules'] {
    const result = new Map<FindingCode, Severity | 'off'>();
    this.members(node, Object.keys(defaultSeverity), (code, value) => {
      const severity = value.value as (typeof severities)[number];
      if (severities.includes(severity)) result.set(code as FindingCode, severity);
      else
        this.add(
          'invalid-value',
          value,
          `A severity is one of ${severities.join(', ')}. Write one of these in double quotes.`,
        );
    });
    return result;
  }

  private broad(node: Node): Config['broad'] {
    const result = { ...defaultConfig.broad };
    this.members(node, Object.keys(result), (key, value) => {
      const number = value.value as unknown;
      if (typeof number === 'number' && number >= 0) result[key as keyof typeof result] = number;
      else this.add('invalid-value', value, `\`${key}\` is a number from 0 up. Write it without quotes.`);
    });
    return result;
  }
}

/** More settings than this are not listed. */
const mostListed = 8;

/** What to do about a key that is like no other: of many known ones those that share a word with it are named. */
function unknownRemedy(name: string, keys: readonly string[]): string {
  if (keys.length <= mostListed) return `Known are ${keys.join(', ')}.`;
  const words = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 3);
  const near = keys.filter((key) => words.some((word) => key.includes(word))).slice(0, mostListed);
  if (near.length > 0) return `Like it are ${near.join(', ')}.`;
  return 'Delete it, or write the code of a finding, as reports show it.';
}
