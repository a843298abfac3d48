import { MarkupKind, type MarkupContent } from 'vscode-languageserver';

/** Markdown for a client that shows it, else the same as plain text. */
export function toMarkup(markdown: string, shown: boolean): MarkupContent {
  if (shown) return { kind: MarkupKind.Markdown, value: markdown };
  return { kind: MarkupKind.PlainText, value: plainText(markdown) };
}

/** Markdown without the marks that only make sense when it is drawn. */
function plainText(markdown: string): string {
  return markdown
    .replace(/^```.*\n?/gm, '')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, '$1')
    .trim();
}
