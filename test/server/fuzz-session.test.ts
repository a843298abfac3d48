import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type {
  ClientCapabilities,
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { PolicyProject } from '../../language/workspace.js';
import { FuzzSession, topOnly } from '../support/fuzzsession.js';
import { fullCapabilities, Harness, pushCapabilities } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';
import { oneOf, randomNumbers, samplePolicies } from '../support/mutate.js';
import { agreesWithNewServer } from '../support/secondopinion.js';

type Initialized = Awaited<ReturnType<typeof LspClient.start>>;

const isLong = process.env['ZONEFLOW_LONG'] === '1';
const actions = isLong ? 4_000 : 120;
/** The long mode takes another with each run, and says which: set it to see the same again. */
const firstSeed = Number(process.env['ZONEFLOW_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 1));
const actionsPerCheckpoint = 40;

/** What clients say of themselves, of what makes a difference. */
const clients: Readonly<Record<string, ClientCapabilities>> = {
  'that asks for findings': fullCapabilities,
  'that is told of findings': pushCapabilities,
  'that says nothing of itself': {},
  'that says null of everything': { textDocument: null, workspace: null } as unknown as ClientCapabilities,
};

describe('fuzz of a session', () => {
  const harness = new Harness();
  afterEach(harness.end);

  Object.entries(clients).forEach(([kind, capabilities], seed) => {
    it(`${actions} edits, renames, fixes, undos, and changes on disk, by a client ${kind} (seed ${firstSeed})`, async () => {
      const random = randomNumbers(seed + firstSeed);
      let client: Awaited<ReturnType<typeof LspClient.start>> | undefined;
      const memory: number[] = [];
      let before: FuzzSession | undefined;
      let rootUri: string | undefined;
      for (let done = 0; done < actions;) {
        const sample = oneOf(random, samplePolicies());
        const files = new Map([...sample.files, ['zoneflow.json', '{}']]);
        const folder = harness.folder(Object.fromEntries(files));
        rootUri ??= folder.uri();
        client ??= await harness.start(capabilities, { rootUri });
        const session = new FuzzSession(client, random, folder, files);
        await session.openFile([...files.keys()].find((name) => name.endsWith('.zoneflow'))!);
        for (let i = 0; i < 3 && done < actions; i++) {
          for (let j = 0; j < actionsPerCheckpoint; j++, done++) await session.act();
          await session.answered();
          await agrees(client, session, `${sample.name} after ${done}`);
        }
        const what = `${sample.name} after ${done}`;
        await agreesWithNewServer(harness, capabilities, rootUri, session, random, what);
        // The folder before this one is left alone meanwhile: what is said of it stays true.
        if (before) {
          await agrees(client, before, `the folder before ${what}`);
          await before.closeAll();
        }
        before = session;
        memory.push(memoryOf(client));
      }
      assert.deepEqual(client?.log, []);
      // The heap of a fresh process grows for a while; after that it has to stay as it is.
      const third = memory[Math.floor(memory.length / 3)];
      assert.ok(!isLong || memory.at(-1)! < 1.5 * third + 40, `MB: ${memory.join(' ')}`);
    }).timeout(isLong ? 1_800_000 : 120_000);
  });
});

const memoryOf = ({ process: { pid } }: LspClient): number =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);

/** Waits until the client has been told what an engine that reads all files for the first time finds; says what differs where it never is. */
async function agrees(client: Initialized, session: FuzzSession, what: string): Promise<void> {
  const wanted = expected(session);
  for (let tries = 0; ; tries++) {
    const told = await tellings(client, session);
    const same = JSON.stringify(told) === JSON.stringify(wanted);
    if (same || tries === 60) return assert.deepEqual(told, wanted, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the client has been told of each file, or is when it asks. */
async function tellings(client: Initialized, session: FuzzSession): Promise<Record<string, string[]>> {
  const told = new Map<string, readonly Diagnostic[]>(client.pushed);
  if (client.initialized.capabilities.diagnosticProvider) {
    const report = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [{ uri: 'file:///never.zoneflow', value: '0' }],
    });
    told.clear();
    for (const item of report.items) if (item.kind === 'full') told.set(item.uri, item.items);
    for (const name of session.open) {
      const one = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri: session.uri(name) },
      });
      if (one.kind === 'full') told.set(session.uri(name), one.items);
    }
  }
  const root = session.uri('');
  const others = policiesOf(session).flatMap(({ folder, files, isOpen }) =>
    isOpen ? [] : [...files, `${folder}zoneflow.json`].map((name) => session.uri(name)),
  );
  return Object.fromEntries(
    [...told]
      .filter(([uri, items]) => uri.startsWith(root) && items.length > 0 && !others.includes(uri))
      .map(([uri, items]) => [uri, items.map(inWords).sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const inWords = ({ code, message, range: { start } }: Diagnostic): string =>
  `${start.line}:${start.character} ${String(code)} ${message}`;

/** What an engine that reads all files for the first time finds. */
function expected(session: FuzzSession): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { folder, config, files, isOpen } of policiesOf(session)) {
    if (!isOpen) continue;
    const project = new PolicyProject(new Date().toISOString().slice(0, 10));
    if (config !== undefined) project.setConfig({ text: config });
    for (const name of files) project.setFile(name.slice(folder.length), { text: session.files.get(name)! });
    const snapshot = project.snapshot();
    for (const { code, message, place } of snapshot.findings()) {
      const { line, column } = snapshot.linesOf(place.file)!.positionAt(place.start);
      (found[session.uri(folder + place.file)] ??= []).push(`${line}:${column} ${code} ${message}`);
    }
  }
  return Object.fromEntries(
    Object.entries(found)
      .map(([uri, items]) => [uri, items.sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** One policy of a session. */
interface FuzzedPolicy {
  /** Empty, or with a `/` at its end. */
  readonly folder: string;
  readonly config: string | undefined;
  readonly files: string[];
  /** Whether one of its files is open: else it may be that nobody has asked about it. */
  isOpen: boolean;
}

function policiesOf({ files, open }: FuzzSession): FuzzedPolicy[] {
  const configFile = 'zoneflow.json';
  const roots = [...files.keys()]
    .filter((name) => name.endsWith(configFile))
    .map((name) => name.slice(0, -configFile.length))
    .sort((a, b) => b.length - a.length)
    .map((folder): FuzzedPolicy => {
      return { folder, config: files.get(folder + configFile), files: [], isOpen: false };
    });
  const alone: FuzzedPolicy[] = [];
  for (const name of files.keys()) {
    if (!name.endsWith('.zoneflow')) continue;
    const root = roots.find(({ folder }) => name.startsWith(folder))!;
    if (root.config !== topOnly || !name.slice(root.folder.length).includes('/')) {
      root.files.push(name);
      root.isOpen ||= open.has(name);
    } else if (open.has(name)) {
      // A file that is left out is a policy of its own while it is open.
      const folder = name.slice(0, name.lastIndexOf('/') + 1);
      alone.push({ folder, config: undefined, files: [name], isOpen: true });
    }
  }
  return [...roots, ...alone];
}
