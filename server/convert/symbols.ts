import { SymbolKind } from 'vscode-languageserver';
import type { SymbolKind as Kind } from '../../language/ide/index.js';

/** The icon that an editor shows for each kind. */
export const symbolKinds: Record<Kind, SymbolKind> = {
  zone: SymbolKind.Namespace,
  workload: SymbolKind.Class,
  group: SymbolKind.Enum,
  service: SymbolKind.Interface,
  identity: SymbolKind.Constant,
  condition: SymbolKind.Event,
  team: SymbolKind.Struct,
  labels: SymbolKind.Field,
  tier: SymbolKind.Module,
  ruleset: SymbolKind.Package,
  rule: SymbolKind.Function,
  never: SymbolKind.Operator,
  test: SymbolKind.Method,
  expect: SymbolKind.Boolean,
};
