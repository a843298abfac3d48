import {
  CodeActionKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { layoutTriggers } from '../language/format/triggers.js';
import { tokenModifiers, tokenTypes } from '../language/ide/tokentypes.js';
import { refactoringKinds } from '../language/refactor/model.js';
import { clientCommands, type InitializationOptions } from './protocol.js';

/** What a client can do, of all that makes a difference to the server. A client that says nothing can do nothing. */
export interface ClientFeatures {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly diagnosticTags: boolean;
  readonly watchesFiles: boolean;
  readonly versionedEdits: boolean;
  readonly codeActions: boolean;
  /** Asks for the edit of a code action once it is chosen. */
  readonly resolvesEdits: boolean;
  readonly snippets: boolean;
  /** Shows what a completion is beside each in the list, not only beside the chosen one. */
  readonly labelDetails: boolean;
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  /** Takes what is common to completions once for all of them. */
  readonly completionDefaults: boolean;
  readonly symbolTree: boolean;
  readonly definitionLinks: boolean;
  readonly preparesRename: boolean;
  readonly workspaceFolders: boolean;
  /** Colours words by a grammar of its own, and wants only the meaning that a grammar cannot see. */
  readonly augmentsSyntaxTokens: boolean;
  /** Can be asked for its settings, and tells of changes where it is asked to. */
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly showsProgress: boolean;
  /** Has the command that lists the rules behind a code lens. */
  readonly showsFlows: boolean;
  /** It can show in a picture what a zone may reach. */
  readonly showsReach: boolean;
  /** Shows a link behind the code of a finding. */
  readonly codeDescriptions: boolean;
  /** Has the command that opens the page about a finding. */
  readonly opensFindingPages: boolean;
  /** Answers the requests for files. */
  readonly readsFiles: boolean;
  /** Has the command that selects a place. */
  readonly selects: boolean;
}

/** Reads a client's capabilities, in which anything may be missing or null. */
export function clientFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, window, workspace } = (params.capabilities ?? {}) as ClientCapabilities;
  const completion = textDocument?.completion?.completionItem;
  const defaults = textDocument?.completion?.completionList?.itemDefaults;
  return {
    pullsDiagnostics: textDocument?.diagnostic != null,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation:
      (textDocument?.diagnostic?.relatedInformation ??
        textDocument?.publishDiagnostics?.relatedInformation) === true,
    diagnosticTags:
      (textDocument?.diagnostic?.tagSupport ?? textDocument?.publishDiagnostics?.tagSupport) != null,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    codeDescriptions:
      (textDocument?.diagnostic?.codeDescriptionSupport ??
        textDocument?.publishDiagnostics?.codeDescriptionSupport) === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport != null,
    resolvesEdits:
      textDocument?.codeAction?.resolveSupport?.properties?.includes('edit') === true &&
      textDocument.codeAction.dataSupport === true,
    snippets: completion?.snippetSupport === true,
    labelDetails: completion?.labelDetailsSupport === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    markdownCompletion: completion?.documentationFormat?.includes('markdown') === true,
    completionDefaults:
      Array.isArray(defaults) && defaults.includes('editRange') && defaults.includes('data'),
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    augmentsSyntaxTokens: textDocument?.semanticTokens?.augmentsSyntaxTokens === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    showsProgress: window?.workDoneProgress === true,
    ...ownFeatures(params),
  };
}

/** What a client says it can do beyond LSP. */
function ownFeatures({
  initializationOptions,
}: InitializeParams): Pick<
  ClientFeatures,
  'showsFlows' | 'showsReach' | 'opensFindingPages' | 'selects' | 'readsFiles'
> {
  const { commands, readsFiles } = (initializationOptions ?? {}) as InitializationOptions;
  const has = (command: string): boolean => Array.isArray(commands) && commands.includes(command);
  return {
    selects: has(clientCommands.select),
    showsFlows: has(clientCommands.showFlows),
    showsReach: has(clientCommands.showReach),
    opensFindingPages: has(clientCommands.openFindingPage),
    readsFiles: readsFiles === true,
  };
}

/** The kind of the code action that applies every fix an editor may apply unasked. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.zoneflow`;

/** The kinds of all code actions there are. */
export const codeActionKinds: readonly string[] = [
  CodeActionKind.QuickFix,
  ...Object.values(refactoringKinds),
  fixAllKind,
];

const [firstTrigger, ...moreTriggerCharacter] = layoutTriggers;

/** What the server offers a client. */
export function serverCapabilities(features: ClientFeatures): ServerCapabilities {
  return {
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    completionProvider: {
      triggerCharacters: ['.', '=', '[', '{', ':', ',', '/', ' '],
      resolveProvider: true,
    },
    hoverProvider: true,
    // Asked for by a key alone: completion opens by itself already.
    signatureHelpProvider: { retriggerCharacters: [' '] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    codeLensProvider: { resolveProvider: true },
    callHierarchyProvider: true,
    documentLinkProvider: { resolveProvider: false },
    foldingRangeProvider: true,
    inlayHintProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: firstTrigger, moreTriggerCharacter },
    renameProvider: features.preparesRename ? { prepareProvider: true } : true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
    ...(features.codeActions
      ? {
          codeActionProvider: {
            codeActionKinds: [...codeActionKinds],
            ...(features.resolvesEdits ? { resolveProvider: true } : {}),
          },
        }
      : {}),
    ...(features.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'zoneflow',
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {}),
    ...(features.workspaceFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
  };
}
