/** What an editor asks about a policy: pure functions of a snapshot, offsets and plain data in and out. */
export type * from './model.js';
export { complete, completionDocumentation, mostCompletions, withoutPlaceholders } from './completion.js';
export { lastItem } from './at.js';
export { hover } from './hover.js';
export { definition } from './definition.js';
export { references, referencesInSteps } from './references.js';
export { highlights, highlightsInSteps } from './highlight.js';
export { prepareRename, rename } from './rename.js';
export { documentSymbols, documentSymbolsInSteps, policySymbols } from './symbols.js';
export {
  addItemTokens,
  meaningsOf,
  meanTheSame,
  semanticTokens,
  semanticTokensInSteps,
  type Meanings,
  type SemanticToken,
  type Words,
} from './semantictokens.js';
export { tokenModifiers, tokenTypes } from './tokentypes.js';
export { tokenEdits, type TokenEdit } from './tokenedit.js';
export { folds } from './folding.js';
export { selectionRanges } from './selection.js';
export { policyTests, runTest, type TestNode, type TestVerdict } from './tests.js';
export { documentLinks, type DocumentLink } from './links.js';
export { inlayHints, inlayHintsInSteps, type InlayHint } from './inlay.js';
export { lenses, lensText, type Lens, type LensText } from './lens.js';
export { callItemAt, incomingCalls, outgoingCalls, type Call, type CallItem } from './calls.js';
export { signatureAt, type Signature } from './signature.js';
export { quickFixes, quickFixesInSteps } from './fixes.js';
