import type { Snapshot } from '../workspace.js';
import type { DocumentSymbol, PolicySymbol } from './model.js';

/** The outline of a file. */
export function documentSymbols(_snapshot: Snapshot, _path: string): DocumentSymbol[] {
  return [];
}

/** Declarations of the policy whose names hold the letters of `query` in order, best matches first. */
export function policySymbols(_snapshot: Snapshot, _query: string): PolicySymbol[] {
  return [];
}
