/**
 * What the bundles leave out of packages, and what stands in for it: modules that other modules of the same package import,
 * and that nothing here ever calls. To read them would hold up every start.
 *
 * A stand-in offers what the module is imported for; without that a bundle of ES modules cannot be built, while of CommonJS
 * it is met only when it is called. It is found by the end of the module's path. What is parsed with these is compared with what the packages themselves make of it by a test, and the
 * tests that run the bundles meet all that an editor asks for.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { helpers, helpersName, withSharedHelpers } from './emitted.mjs';
import { usedTypes } from './used-types.mjs';

const names = (words) => words.trim().split(/\s+/);
const absent = (words) =>
  names(words)
    .map((name) => `export const ${name} = undefined;`)
    .join('\n');
const nothing = 'module.exports = {};';

/**
 * Of Chevrotain the parser is used, and nothing that finds out about a grammar: that has been written down
 * (`language/syntax/grammar/lookahead.ts`). Text is read by `language/syntax/lexer.ts`. The grammar recovers by itself, as
 * it is total, builds its own tree, and words its own messages; what
 * Chevrotain notes besides, nobody reads.
 */
const ofChevrotain = {
  'scan/lexer_public':
    'export const Lexer = { NA: /NOT_APPLICABLE/ };\nexport const LexerDefinitionErrorType = {};',
  'parse/grammar/follow': absent('computeAllProdsFollows'),
  'parse/grammar/gast/gast_resolver_public': absent('resolveGrammar validateGrammar'),
  'parse/grammar/checks': absent('validateLookahead validateRuleIsOverridden'),
  'parse/grammar/llk_lookahead': 'export class LLkLookaheadStrategy {}',
  'parse/grammar/interpreter': absent(`
    NextAfterTokenWalker NextTerminalAfterAtLeastOneSepWalker NextTerminalAfterAtLeastOneWalker
    NextTerminalAfterManySepWalker NextTerminalAfterManyWalker nextPossibleTokensAfter`),
  'parse/grammar/lookahead': `
    export const PROD_TYPE = {};
    export const getLookaheadPathsForOptionalProd = () => [];
    export const getLookaheadPathsForOr = () => [];
    ${absent('getLookaheadPaths')}`,
  'parse/errors_public': `
    ${absent('defaultGrammarValidatorErrorProvider')}
    const unread = () => '';
    export const defaultParserErrorProvider = {
      buildMismatchTokenMessage: unread,
      buildNotAllInputParsedMessage: unread,
      buildNoViableAltMessage: unread,
      buildEarlyExitMessage: unread,
    };`,
  'parse/parser/traits/context_assist': 'export class ContentAssist { initContentAssist() {} }',
  'parse/parser/traits/gast_recorder': `
    export class GastRecorder { initGastRecorder() { this.RECORDING_PHASE = false; } }`,
  'parse/parser/traits/looksahead': `
    export class LooksAhead {
      initLooksAhead({ maxLookahead }) { this.maxLookahead = maxLookahead; this.lookAheadFuncsCache = new Map(); }
      getKeyForAutomaticLookahead(kind, occurrence) { return occurrence | kind | this.currRuleShortName; }
      getLaFuncFromCache(key) { return this.lookAheadFuncsCache.get(key); }
      setLaFuncCache(key, decide) { this.lookAheadFuncsCache.set(key, decide); }
    }`,
  'parse/parser/traits/recoverable': `
    export const IN_RULE_RECOVERY_EXCEPTION = undefined;
    export class Recoverable {
      initRecoverable() { this.recoveryEnabled = false; }
      attemptInRepetitionRecovery() {}
      getHumanReadableRuleStack() { return []; }
    }`,
  'parse/parser/traits/tree_builder': `
    export class TreeBuilder {
      initTreeBuilder() { this.outputCst = false; }
      cstInvocationStateUpdate() {}
      cstFinallyStateUpdate() {}
      cstPostTerminal() {}
      cstPostNonTerminal() {}
    }`,
};

/** What describes a grammar as data, and writes the types of trees. */
const gast = absent(`
  Alternation Alternative GAstVisitor NonTerminal Option Repetition RepetitionMandatory RepetitionMandatoryWithSeparator
  RepetitionWithSeparator Rule Terminal serializeGrammar serializeProduction`);

/** Of Lodash what Chevrotain's parser asks of it: of arrays and plain objects, with plain functions. */
const lodash = `
  const list = (all) => (all == null ? [] : Array.isArray(all) ? all : Object.values(all));
  export const clone = (value) => (Array.isArray(value) ? value.slice() : { ...value });
  export const compact = (all) => all.filter(Boolean);
  export const difference = (all, others) => all.filter((value) => !others.includes(value));
  export const every = (all, holds) => list(all).every(holds);
  export const first = (all) => all?.[0];
  export const flatten = (all) => list(all).flat();
  export const forEach = (all, visit) =>
    Array.isArray(all) ? all.forEach((value, index) => visit(value, index))
    : Object.entries(all ?? {}).forEach(([key, value]) => visit(value, key));
  export const has = (value, key) => value != null && Object.hasOwn(value, key);
  export const includes = (all, value) => list(all).includes(value);
  export const isArray = Array.isArray;
  export const isEmpty = (all) => all == null || Object.keys(all).length === 0;
  export const isFunction = (value) => typeof value === 'function';
  export const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');
  export const isString = (value) => typeof value === 'string';
  export const isUndefined = (value) => value === undefined;
  export const keys = (all) => Object.keys(all ?? {});
  export const map = (all, turn) => list(all).map((value, index) => turn(value, index));
  export const reduce = (all, add, start) => list(all).reduce((sum, value, index) => add(sum, value, index), start);
  export const uniq = (all) => [...new Set(all)];
  export const values = (all) => Object.values(all ?? {});
`;

const feature = (name) => `exports.${name} = (Base) => Base;`;

/** Of the Language Server Protocol what this server has no part in, and what finds packages on disk. */
const ofServer = {
  'vscode-languageserver/lib/node/files': nothing,
  'vscode-languageserver/lib/common/textDocuments': nothing,
  'vscode-languageserver/lib/common/notebook': feature('NotebookSyncFeature'),
  'vscode-languageserver/lib/common/fileOperations': feature('FileOperationsFeature'),
  'vscode-languageserver/lib/common/foldingRange': feature('FoldingRangeFeature'),
  'vscode-languageserver/lib/common/inlineCompletion': feature('InlineCompletionFeature'),
  'vscode-languageserver/lib/common/inlineValue': feature('InlineValueFeature'),
  'vscode-languageserver/lib/common/linkedEditingRange': feature('LinkedEditingRangeFeature'),
  'vscode-languageserver/lib/common/moniker': feature('MonikerFeature'),
  'vscode-languageserver/lib/common/showDocument': feature('ShowDocumentFeature'),
  'vscode-languageserver/lib/common/textDocumentContent': feature('TextDocumentContentFeature'),
  'vscode-languageserver/lib/common/typeHierarchy': feature('TypeHierarchyFeature'),
  'vscode-jsonrpc/lib/common/sharedArrayCancellation': nothing,
  ...Object.fromEntries(
    names(`colorProvider declaration fileOperations implementation inlineCompletion inlineValue linkedEditingRange moniker
      notebook showDocument textDocumentContent typeDefinition typeHierarchy`).map((part) => [
      `vscode-languageserver-protocol/lib/common/protocol.${part}`,
      nothing,
    ]),
  ),
};

/** Packages that a package imports, by the two names. Cryptography makes up names of pipes, which only clients do. */
const imported = {
  'chevrotain lodash-es': lodash,
  'chevrotain @chevrotain/gast': gast,
  'chevrotain @chevrotain/cst-dts-gen': absent('generateCstDts'),
  'vscode-jsonrpc crypto': `exports.randomBytes = (size) => require('node:crypto').randomBytes(size);`,
};

/** The package that a file is in, and its path there. */
function inPackage(file) {
  const [, name, rest] =
    /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(file.split(path.sep).join('/')) ?? [];
  return { name, rest };
}

/** Leaves out what neither the engine nor the server calls. */
export const leaveOut = {
  name: 'leave out',
  setup({ onLoad, onResolve }) {
    const modules = {
      ...Object.fromEntries(
        Object.entries(ofChevrotain).map(([name, text]) => [`chevrotain/lib/src/${name}.js`, text]),
      ),
      ...Object.fromEntries(Object.entries(ofServer).map(([name, text]) => [`${name}.js`, text])),
    };
    const packages = /[\\/](chevrotain|vscode-languageserver(-protocol)?|vscode-jsonrpc)[\\/]lib[\\/].*\.js$/;
    onLoad({ filter: packages }, ({ path: file }) => {
      const { name, rest } = inPackage(file);
      const contents = modules[`${name}/${rest}`];
      return contents === undefined ? undefined : { contents, loader: 'js' };
    });
    onLoad(
      { filter: /[\\/]vscode-languageserver-types[\\/]lib[\\/]esm[\\/]main\.js$/ },
      ({ path: file }) => ({
        contents: usedTypes(readFileSync(file, 'utf8')),
        loader: 'js',
      }),
    );
    const namespace = 'stand-in';
    onResolve({ filter: /^(lodash-es|@chevrotain\/.*|crypto)$/ }, ({ path: target, importer }) => {
      const name = `${inPackage(importer).name} ${target}`;
      return name in imported ? { path: name, namespace } : undefined;
    });
    onLoad({ filter: /./, namespace }, ({ path: name }) => ({ contents: imported[name], loader: 'js' }));
  },
};

/** Keeps the functions that TypeScript wrote into each module of the protocol's packages once for all of them. */
export const shareHelpers = {
  name: 'share helpers',
  setup({ onLoad, onResolve }) {
    const packages = /[\\/]vscode-(languageclient|languageserver(-protocol)?|jsonrpc)[\\/]lib[\\/].*\.js$/;
    onLoad({ filter: packages }, ({ path: file }) => ({
      contents: withSharedHelpers(readFileSync(file, 'utf8')),
      loader: 'js',
    }));
    onResolve({ filter: new RegExp(`^${helpersName}$`) }, () => ({
      path: helpersName,
      namespace: helpersName,
    }));
    onLoad({ filter: /./, namespace: helpersName }, () => ({ contents: helpers, loader: 'js' }));
  },
};
