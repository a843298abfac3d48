import { parseArgs } from 'node:util';
import { isDate } from '../language/policy/properties.js';
import { closest } from '../language/text/spelling.js';
import { Failure } from './failure.js';

/** An option of a command. */
export interface OptionSpec {
  /** What its value is called in the help; a switch has none. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly multiple?: true;
  readonly short?: string;
  readonly help: string;
}

/** What a call says: operands in order, and for each option the values that it was given. */
export interface Call {
  readonly operands: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** Every command knows these. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  help: { short: 'h', help: 'Show this help.' },
};

/** Reads the words after a command's name. Throws a `Failure` for an option it does not know or that lacks its value. */
export function readCall(
  command: string,
  args: readonly string[],
  own: Readonly<Record<string, OptionSpec>>,
): Call {
  const known: Record<string, OptionSpec> = { ...own, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(short && { short }),
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (spec === undefined) throw unknownOption(command, token.rawName, Object.keys(known));
    const value = checkedValue(command, spec, token);
    const values = given.get(token.name) ?? [];
    if (values.length > 0 && spec.value !== undefined && !spec.multiple) {
      throw new Failure(`${token.rawName} is given twice. Give it once.`, command);
    }
    given.set(token.name, [...values, value]);
  }
  return { operands, options: given };
}

function unknownOption(command: string, written: string, known: readonly string[]): Failure {
  const meant = closest(written.replace(/^-+/, ''), known);
  const remedy = meant ? ` Did you mean --${meant}?` : '';
  return new Failure(`zoneflow ${command} has no option ${written}.${remedy}`, command);
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkedValue(
  command: string,
  spec: OptionSpec,
  { rawName, value, inlineValue }: OptionToken,
): string {
  if (spec.value === undefined) {
    if (inlineValue) throw new Failure(`${rawName} takes no value. Leave out \`=${value}\`.`, command);
    return '';
  }
  const isAnotherOption = inlineValue !== true && value?.startsWith('--') === true;
  if (value === undefined || isAnotherOption) {
    throw new Failure(`${rawName} needs a value. Write \`${rawName} ${spec.value}\`.`, command);
  }
  return value;
}

/** The one value of an option. */
export const valueOf = (call: Call, name: string): string | undefined => call.options.get(name)?.[0];

/** The value of an option that takes one of a few words. */
export function choiceOf(
  command: string,
  call: Call,
  name: string,
  choices: readonly string[],
): string | undefined {
  const value = valueOf(call, name);
  if (value === undefined || choices.includes(value)) return value;
  const meant = closest(value, choices);
  const remedy = meant ? `Did you mean ${meant}?` : `Write one of ${choices.join(', ')}.`;
  throw new Failure(`--${name} cannot be ${JSON.stringify(value)}. ${remedy}`, command);
}

/** The date of `--as-of`; `today` is today. */
export function dateOf(command: string, call: Call, today: string): string | undefined {
  const value = valueOf(call, 'as-of');
  if (value === undefined || isDate(value)) return value;
  if (value === 'today') return today;
  throw new Failure(
    `--as-of ${JSON.stringify(value)} is no day. Write it as 2027-03-31, or \`today\`.`,
    command,
  );
}

/** The value of an option that takes a whole number from `least` up. */
export function countOf(command: string, call: Call, name: string, least = 0): number | undefined {
  const value = valueOf(call, name);
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw new Failure(
    `--${name} ${JSON.stringify(value)} is no number from ${least} up. Write one, such as ${least}.`,
    command,
  );
}
