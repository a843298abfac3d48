import type { ExtensionContext } from 'vscode';
import type { StatusParams, TestOutcome } from '../server/protocol.js';
import { registerCommands } from './commands.js';
import { Comparer } from './compare.js';
import { Explainer } from './explain.js';
import { readFilesFor } from './files.js';
import { registerShowFlows } from './flows.js';
import { registerFindingPages } from './finding-pages.js';
import { registerShowReach } from './graph/ask.js';
import { followCursor } from './graph/follow.js';
import { GraphPanels } from './graph/panels.js';
import { registerSelect } from './select.js';
import { PolicyServer, type MakeClient, type ServerState } from './server.js';
import { PolicyStatus } from './status.js';
import { PolicyTests } from './testing/policy-tests.js';

/** What other extensions and the tests may ask of Zoneflow once it is active. */
export interface ZoneflowApi {
  serverState(): ServerState;
  /** How the check of the document's policy stands, or `undefined` before the server has told. */
  status(document: string): StatusParams | undefined;
  /** Titles of the open graph panels. */
  graphTitles(): string[];
  /** Ids of the expectations and intents in the Test Explorer. */
  testIds(): string[];
  /** What became of each in its last run, by id. */
  testResults(): ReadonlyMap<string, TestOutcome['state']>;
}

/**
 * Starts the language server in the background and registers what the manifest promises. All of the extension but `makeClient`
 * is the same on the desktop and in the web.
 */
export function startExtension(context: ExtensionContext, makeClient: MakeClient): ZoneflowApi {
  const server = new PolicyServer(makeClient);
  readFilesFor(server);
  const status = new PolicyStatus(server);
  const panels = new GraphPanels({ server, extensionUri: context.extensionUri });
  const explainer = new Explainer(server);
  const comparer = new Comparer(server);
  const policyTests = new PolicyTests(server, status);
  context.subscriptions.push(
    server,
    status,
    panels,
    explainer,
    comparer,
    policyTests,
    followCursor(server, panels, status),
    registerCommands({ server, panels, explainer, comparer }),
    registerShowFlows(),
    registerShowReach(panels),
    registerSelect(),
    registerFindingPages(context.extensionUri),
  );
  void server.start();
  return {
    serverState: () => server.state,
    status: (document) => status.of(document),
    graphTitles: () => panels.titles(),
    testIds: () => policyTests.ids(),
    testResults: () => policyTests.results,
  };
}
