/** What an editor asks while somebody reads and writes. */
export { prepareCalls, callsInto, callsOutOf } from './call-hierarchy.js';
export { codeLenses, resolveCodeLens } from './code-lens.js';
export { completion } from './completion.js';
export { resolveCompletion } from './completion-resolve.js';
export { definition } from './definition.js';
export { documentHighlights } from './highlight.js';
export { documentLinks } from './links.js';
export { documentSymbols } from './document-symbols.js';
export { foldingRanges } from './folding.js';
export { formatting, formattingOfRange, formattingOnType } from './formatting.js';
export { hover } from './hover.js';
export { inlayHints } from './inlay-hints.js';
export { prepareRename, rename } from './rename.js';
export { references } from './references.js';
export { selectionRanges } from './selection.js';
export { allTokens, changedTokens, tokensInRange } from './semantic-tokens.js';
export { signatureHelp } from './signature-help.js';
export { workspaceSymbols } from './workspace-symbols.js';
