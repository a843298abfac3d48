import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { BenchClient, type Answer, type ServerProgram } from './client.js';
import { memoryOf, processorTimeOf } from './process.js';
import { EditedText, policyOfLines, type Keystroke, type Position } from './script.js';

/** How much of everything is measured. */
export interface Effort {
  /** Keystrokes, and half as many requests of each other kind, before anything is timed: by then V8 has compiled what it runs often. */
  readonly warmUp: number;
  /** Keystrokes that are timed. */
  readonly edits: number;
  /** Requests of each other kind that are timed. */
  readonly requests: number;
  /** Starts that are timed. */
  readonly starts: number;
  /** Keystrokes before memory is compared. */
  readonly memoryEdits: number;
  /** Seconds in which the server is left alone. */
  readonly idleSeconds: number;
}

/** What was measured, by the names of the rows; times in milliseconds, memory in MB. */
export type Measures = Record<Measure, number[]>;

/** The same of a server that has warmed up, and of one that had just been started. */
export interface Measured {
  readonly first: Measures;
  readonly warm: Measures;
}

export const measures = [
  'quick',
  'whole',
  'completion',
  'hover',
  'definition',
  'references',
  'rename',
  'tokensRange',
  'tokensDelta',
  'tokensFull',
  'start',
  'startWhole',
  'wait',
  'memoryEarly',
  'memory',
  'idle',
] as const;
export type Measure = (typeof measures)[number];

/** What VS Code says of itself, of what makes a difference here. */
const capabilities = {
  window: { workDoneProgress: true },
  workspace: {
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    completion: {
      completionItem: { snippetSupport: true, labelDetailsSupport: true, documentationFormat: ['markdown'] },
      completionList: {
        itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'insertTextMode', 'data'],
      },
    },
    hover: { contentFormat: ['markdown'] },
    rename: { prepareSupport: true },
    semanticTokens: { augmentsSyntaxTokens: true },
  },
};

/** Measures the server on a policy of so many lines in one file, as an editor would use it. */
export async function measureServer(
  program: ServerProgram,
  lines: number,
  effort: Effort,
): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zoneflow-editor-'));
  const [first, warm] = [noMeasures(), noMeasures()];
  try {
    const text = policyOfLines(lines);
    writeFileSync(path.join(folder, 'policy.zoneflow'), text);
    writeFileSync(path.join(folder, 'zoneflow.json'), '{}\n');
    for (let i = 1; i < effort.starts; i++) {
      const editor = await Editor.start(program, folder, text, warm);
      await editor.client.stop();
    }
    const editor = await Editor.start(program, folder, text, warm);
    editor.measured = first;
    await work(editor, effort.warmUp, effort.warmUp / 2);
    editor.measured = warm;
    await work(editor, effort.edits, effort.requests);
    await measureRest(editor, effort);
    await editor.client.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { first, warm };
}

const noMeasures = (): Measures =>
  Object.fromEntries(measures.map((name) => [name, [] as number[]])) as Measures;

/** Types, and asks what an editor asks. */
async function work(editor: Editor, edits: number, requests: number): Promise<void> {
  for (let i = 0; i < edits; i++) await editor.type();
  for (let i = 0; i < requests; i++) await editor.ask();
  for (let i = 0; i < requests; i++) await editor.askAfterEdit();
}

async function measureRest(editor: Editor, effort: Effort): Promise<void> {
  const { measured } = editor;
  for (let i = 0; i < Math.min(20, effort.requests); i++) await editor.hoverWhileChecking();
  for (let i = 0; i < effort.memoryEdits / 5; i++) await editor.typeAndLook();
  await editor.rest(2);
  measured.memoryEarly.push(memoryOf(editor.client.pid));
  for (let i = 0; i < effort.memoryEdits; i++) await editor.typeAndLook();
  await editor.rest(2);
  measured.memory.push(memoryOf(editor.client.pid));
  const before = processorTimeOf(editor.client.pid);
  await editor.rest(effort.idleSeconds);
  measured.idle.push((processorTimeOf(editor.client.pid) - before) / effort.idleSeconds);
}

/** An editor with one document open, in which somebody types. */
class Editor {
  private version = 1;
  private tokens = '';
  private ready: ((at: number) => void) | undefined;
  private refreshed = false;
  private resultId: string | undefined;

  private constructor(
    readonly client: BenchClient,
    public measured: Measures,
    private readonly uri: string,
    private readonly text: EditedText,
  ) {
    client.listen((method, params, at) => {
      if (method === 'workspace/diagnostic/refresh') this.refreshed = true;
      if (method === 'zoneflow/status' && (params as { state: string }).state !== 'checking')
        this.ready?.(at);
    });
  }

  /** Starts a server and opens the document; measures the time to its first findings, and to those on the whole policy. */
  static async start(
    program: ServerProgram,
    folder: string,
    text: string,
    measured: Measures,
  ): Promise<Editor> {
    const spawned = performance.now();
    const client = new BenchClient(program);
    const begun = program.clock === 'wall' ? spawned : 0;
    const root = pathToFileURL(folder).href;
    const uri = `${root}/policy.zoneflow`;
    const editor = new Editor(client, measured, uri, new EditedText(text, 1));
    const checked = editor.nextCheck();
    await client.request('initialize', {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: 'policy' }],
      capabilities,
    });
    client.notify('initialized', {});
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'zoneflow', version: 1, text },
    });
    const { at } = await editor.pull();
    measured.start.push(at - begun);
    const done = await checked;
    const last = editor.refreshed ? (await editor.pull()).at : Math.max(at, done);
    measured.startWhole.push(last - begun);
    return editor;
  }

  /** One keystroke, timed to the findings of the file that need no verdicts and to those of the whole policy. */
  async type(): Promise<void> {
    const checked = this.nextCheck();
    this.refreshed = false;
    const begun = this.change();
    const first = await this.pull();
    this.measured.quick.push(first.at - begun);
    const done = await checked;
    const last = this.refreshed ? (await this.pull()).at : done;
    this.measured.whole.push(last - begun);
  }

  /** One request of each kind while nothing changes. */
  async ask(): Promise<void> {
    const at = this.text.nameInRule();
    await this.time('hover', 'textDocument/hover', { position: at });
    await this.time('definition', 'textDocument/definition', { position: at });
    await this.time('references', 'textDocument/references', {
      position: at,
      context: { includeDeclaration: true },
    });
    await this.time('rename', 'textDocument/rename', { position: at, newName: 'renamed' });
    await this.time('tokensRange', 'textDocument/semanticTokens/range', { range: this.screen(at) });
    const { result } = await this.time<{ resultId: string }>(
      'tokensFull',
      'textDocument/semanticTokens/full',
      {},
    );
    this.tokens = result.resultId;
  }

  /** What an editor asks after a keystroke. */
  async askAfterEdit(): Promise<void> {
    const checked = this.nextCheck();
    const stroke = this.text.next();
    const begun = this.change(stroke);
    const { start } = stroke.range;
    const position = { line: start.line, character: start.character + stroke.text.length };
    await this.time(
      'completion',
      'textDocument/completion',
      { position: stroke.text === '\n' ? start : position },
      begun,
    );
    const { result } = await this.time<{ resultId: string }>(
      'tokensDelta',
      'textDocument/semanticTokens/full/delta',
      { previousResultId: this.tokens },
    );
    this.tokens = result.resultId;
    await this.pull();
    await checked;
  }

  /** Hovers again and again while a whole check goes on; notes the longest wait. */
  async hoverWhileChecking(): Promise<void> {
    let going = true;
    const checked = this.nextCheck().then(() => (going = false));
    this.change();
    let longest = 0;
    const position = this.text.nameInRule();
    await this.client.request('textDocument/hover', { textDocument: { uri: this.uri }, position });
    while (going) {
      const begun = this.client.now();
      const { at } = await this.client.request('textDocument/hover', {
        textDocument: { uri: this.uri },
        position,
      });
      longest = Math.max(longest, at - begun);
    }
    await checked;
    this.measured.wait.push(longest);
  }

  /** A keystroke, and no more waiting than for the answer to the next request. */
  async typeAndLook(): Promise<void> {
    this.change();
    await this.client.request('textDocument/hover', {
      textDocument: { uri: this.uri },
      position: this.text.nameInRule(),
    });
  }

  /** Leaves the server alone. */
  async rest(seconds: number): Promise<void> {
    await this.pull();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  }

  private change(stroke: Keystroke = this.text.next()): number {
    const begun = this.client.now();
    this.client.notify('textDocument/didChange', {
      textDocument: { uri: this.uri, version: ++this.version },
      contentChanges: [stroke],
    });
    return begun;
  }

  private async pull(): Promise<Answer<DocumentDiagnosticReport>> {
    const answer = await this.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: this.uri },
      previousResultId: this.resultId,
    });
    this.resultId = answer.result.resultId;
    return answer;
  }

  private async time<Result>(
    measure: Measure,
    method: string,
    params: object,
    begun = this.client.now(),
  ): Promise<Answer<Result>> {
    const answer = await this.client.request<Result>(method, { textDocument: { uri: this.uri }, ...params });
    this.measured[measure].push(answer.at - begun);
    return answer;
  }

  private nextCheck(): Promise<number> {
    return new Promise((resolve) => (this.ready = resolve));
  }

  /** What one sees of the text around a position. */
  private screen({ line }: Position): object {
    return {
      start: { line: Math.max(0, line - 30), character: 0 },
      end: { line: Math.min(this.text.lineCount, line + 30), character: 0 },
    };
  }
}
