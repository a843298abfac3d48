/**
 * Of vscode-languageserver-types the parts that the server uses. It is a list of namespaces, and another package imports it
 * whole, so that no bundler can tell which of them nobody needs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** A namespace as TypeScript writes it: `var X; (function (X) { … })(X || (X = {}));`. */
const namespace = /^(?:export )?var (\w+);\n\(function \(\1\) \{\n[^]*?^\}\)\(\1 \|\| \(\1 = \{\}\)\);\n/gm;

/**
 * What is left of the text of the package's module: the namespaces of which something is used, `X.y`, in the sources of the
 * server, in the package of the protocol, or in another one that is left.
 *
 * @param {string} text
 * @returns {string}
 */
export function usedTypes(text) {
  const all = new Map([...text.matchAll(namespace)].map(([whole, name]) => [name, whole]));
  const protocol = path.join(root, 'node_modules/vscode-languageserver-protocol/lib/common');
  const left = new Set();
  const readers = [...textsIn(path.join(root, 'server'), '.ts'), ...textsIn(protocol, '.js')];
  for (const reader of readers) {
    for (const [name, whole] of all) {
      if (left.has(name) || !new RegExp(`\\b${name}\\.\\w`).test(reader)) continue;
      left.add(name);
      readers.push(whole);
    }
  }
  return [...all]
    .filter(([name]) => left.has(name))
    .map(([, whole]) => whole)
    .join('');
}

/** The texts of files without their comments. */
const textsIn = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replace(/\/\*[^]*?\*\//g, ''));
