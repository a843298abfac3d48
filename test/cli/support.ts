import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../cli/run.js';
import { dateOfTests } from '../support/policies.js';
import { projectRoot } from '../support/sources.js';

/** What a call of the command line came to. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  /** The current directory; the project itself unless told. */
  readonly here?: string;
  /** Standard input. */
  readonly input?: string | Uint8Array;
  readonly colour?: boolean;
}

/** Calls the command line in this process. */
export async function call(args: readonly string[], options: CallOptions = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const input = typeof options.input === 'string' ? Buffer.from(options.input) : options.input;
  const terminal = {
    input: pieces(input ?? new Uint8Array()),
    out: (text: string) => {
      out += text;
      return Promise.resolve();
    },
    note: (text: string) => void (err += `${text}\n`),
    status: () => undefined,
    colour: options.colour ?? false,
  };
  const code = await run(args, { terminal, here: options.here ?? projectRoot, today: dateOfTests });
  return { code, out, err };
}

/** In pieces that end anywhere, inside lines and characters too. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 61) yield await Promise.resolve(bytes.subarray(at, at + 61));
}

/** Calls the command line as its users do: in a process of its own. */
export function spawnCli(
  args: readonly string[],
  { here = projectRoot, input = '', env = {} }: CallOptions & { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const main = path.join(projectRoot, 'out/cli/main.js');
  const child = spawn(process.execPath, [main, ...args], { cwd: here, env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Folders of policies that a test makes; gone after it. */
export class Folders {
  private readonly made: string[] = [];

  /** A folder with these files, by path; text or bytes. */
  make(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'zoneflow-cli-')));
    this.made.push(folder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    return folder;
  }

  removeAll(): void {
    for (const folder of this.made.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}

/** The parts of `check --format json` that tests look at. */
export interface JsonReport {
  readonly version: number;
  readonly findings: readonly JsonFinding[];
  readonly counts: Readonly<Record<string, number>>;
  readonly rules: number;
  readonly files: number;
  readonly asOf: string;
}

export interface JsonFinding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly policy: string;
  readonly file: string;
  readonly range: JsonRange;
  readonly rule?: string;
  readonly related: readonly {
    readonly file: string;
    readonly range: JsonRange;
    readonly rule?: string;
    readonly message: string;
  }[];
  readonly witness?: object;
  readonly path?: readonly object[];
}

export interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Checks and reads the report. */
export async function checkJson(
  args: readonly string[],
  options: CallOptions = {},
): Promise<Outcome & { report: JsonReport }> {
  const outcome = await call(['check', '--format', 'json', ...args], options);
  return { ...outcome, report: JSON.parse(outcome.out) as JsonReport };
}

/** A finding in short: `a.zoneflow:3:5-3:9 unknown-name`. */
export function inShort({ file, range: { start, end }, code }: JsonFinding): string {
  return `${file}:${start.line}:${start.column}-${end.line}:${end.column} ${code}`;
}
