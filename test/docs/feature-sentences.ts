/** What each method of the Language Server Protocol does in Zoneflow, and where it is switched. */
export interface Sentence {
  readonly does: string;
  /** A setting of VS Code; left out where it is always on. */
  readonly setting?: string;
}

export const sentences: Readonly<Record<string, Sentence>> = {
  'textDocument/didOpen': { does: 'The text in the editor counts from now on, not the one on disk.' },
  'textDocument/didChange': {
    does: 'Changes are taken piece by piece; only the declarations under them are read anew.',
  },
  'textDocument/didClose': { does: 'The text on disk counts again.' },
  'textDocument/didSave': { does: 'Reads the file anew where it is no open document of this client.' },
  'textDocument/completion': {
    does: 'What fits at the cursor: words of the language, names that fit there by kind, values, labels, and whole declarations as snippets; those used most come first. It works in half-typed statements.',
    setting: 'editor.quickSuggestions',
  },
  'completionItem/resolve': { does: 'The documentation of the one item that is looked at.' },
  'textDocument/hover': {
    does: 'What a name, literal, label, property or word means here; over the first word of a rule what it decides and who takes the rest.',
    setting: 'editor.hover.enabled',
  },
  'textDocument/definition': { does: 'The declaration of a name, or of one part of a dotted name.' },
  'textDocument/references': {
    does: 'All uses of a name in all files of the policy, parts of dotted names included.',
  },
  'textDocument/documentHighlight': {
    does: 'The uses of the name under the cursor in this file.',
    setting: 'editor.occurrencesHighlight',
  },
  'textDocument/documentSymbol': { does: 'The outline: declarations, tiers with their rules, tests.' },
  'workspace/symbol': { does: 'Declarations of all open policies, found by the letters of their names.' },
  'textDocument/codeAction': {
    does: 'Quick fixes for findings, and refactorings; the kinds are listed below.',
    setting: 'editor.codeActionsOnSave',
  },
  'codeAction/resolve': {
    does: 'The edit of an action that changes many places, proven anew of the text as it is when the action is chosen.',
  },
  'textDocument/codeLens': {
    does: 'A line over each zone and workload.',
    setting: 'zoneflow.codeLens.enabled',
  },
  'codeLens/resolve': {
    does: 'How many rules let something in and out, and how many zones can be reached over any number of hops. A click lists the rules.',
    setting: 'zoneflow.codeLens.enabled',
  },
  'textDocument/prepareCallHierarchy': {
    does: 'The zone or workload at the cursor, to ask who may reach it.',
  },
  'callHierarchy/incomingCalls': { does: 'Who may reach it, and the rules that allow that.' },
  'callHierarchy/outgoingCalls': { does: 'Whom it may reach, and the rules that allow that.' },
  'textDocument/documentLink': {
    does: 'A web address that is the `ticket` or `evidence` of a rule, or the `contact` of a team, leads there.',
    setting: 'editor.links',
  },
  'textDocument/foldingRange': {
    does: 'Blocks, lists over several lines, runs of comments and `#region` … `#endregion` fold.',
    setting: 'editor.folding',
  },
  'textDocument/inlayHint': {
    does: 'The addresses behind a name, and what a rule still decides where stronger ones take a part.',
    setting: 'zoneflow.inlayHints.enabled',
  },
  'textDocument/selectionRange': { does: 'The selection grows by word, value, clause, statement and block.' },
  'textDocument/formatting': {
    does: 'The canonical layout. No word and no comment changes; what did not parse stays as it is.',
    setting: 'editor.formatOnSave',
  },
  'textDocument/rangeFormatting': { does: 'The same for a selection.', setting: 'editor.formatOnPaste' },
  'textDocument/onTypeFormatting': {
    does: 'The line that a line break ends, the block that a brace closes.',
    setting: 'editor.formatOnType',
  },
  'textDocument/prepareRename': { does: 'What would be renamed, or why it cannot be.' },
  'textDocument/rename': {
    does: 'Another name everywhere in the policy, parts of dotted names included. Reserved words and names that are taken are refused.',
  },
  'textDocument/signatureHelp': {
    does: 'The parts of a rule, an intent or an expectation, and which of them comes next.',
    setting: 'editor.parameterHints.enabled',
  },
  'textDocument/semanticTokens/full': {
    does: 'Colours that a grammar cannot give: whether a name is a zone, a service, a team …',
    setting: 'editor.semanticHighlighting.enabled',
  },
  'textDocument/semanticTokens/full/delta': {
    does: 'What of them has changed.',
    setting: 'editor.semanticHighlighting.enabled',
  },
  'textDocument/semanticTokens/range': {
    does: 'Those that are in sight.',
    setting: 'editor.semanticHighlighting.enabled',
  },
  'textDocument/diagnostic': {
    does: 'The findings of one file. A client that cannot ask gets them by `textDocument/publishDiagnostics`.',
    setting: 'rules in zoneflow.json',
  },
  'workspace/diagnostic': {
    does: 'The findings of all files of all open policies, held open until something changes.',
    setting: 'rules in zoneflow.json',
  },
  'workspace/didChangeWorkspaceFolders': {
    does: 'Policies of folders that come are checked, those that go are forgotten.',
  },
  'workspace/didChangeWatchedFiles': {
    does: 'Policy files and zoneflow.json that others change, rename or delete are read anew.',
  },
  'workspace/didChangeConfiguration': { does: 'The switches of this page work at once.' },
};

/** What the code actions of each kind are. */
export const actionSentences: Readonly<Record<string, string>> = {
  quickfix:
    'Mends a finding, or silences it with a reason. What it promises of verdicts is proven before it is offered.',
  'refactor.extract':
    'A service from a literal or list, a group from a list, a zone from an address; here or wherever the same is written.',
  'refactor.inline': 'A service or group at one use, or at all with its declaration deleted.',
  'refactor.move':
    'Rules into another tier. The title says whether verdicts change, with a connection each way.',
  'refactor.rewrite': 'Name a flow; write a known name for a literal; sort the rules of a block.',
  'source.organizeRules.zoneflow':
    'Sorts the rules of all tiers, comments with them. Rulesets stay as they are.',
  'source.fixAll.zoneflow':
    'All preferred fixes of a file at once; where there are none, its shadowed and redundant rules go.',
};
