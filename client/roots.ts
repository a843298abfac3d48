/**
 * Of the policy roots, the one that holds a document: the deepest folder around it.
 *
 * All are URIs as text, in one form; a root has no `/` at its end. An untitled document is a root by itself.
 */
export function rootOf(document: string, roots: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const root of roots) {
    const holds = document === root || document.startsWith(`${root}/`);
    if (holds && root.length > (found?.length ?? -1)) found = root;
  }
  return found;
}
