import type { PageData } from '../webview/protocol.js';

/** What the page of the picture is made from; addresses as the webview sees them. */
export interface PageParts extends PageData {
  readonly script: string;
  /** Of every style sheet, in their order. */
  readonly styles: readonly string[];
  /** The webview's own source for a content security policy. */
  readonly cspSource: string;
  /** Fresh for each page; only the script that carries it runs. */
  readonly nonce: string;
}

/**
 * The page that holds the picture.
 *
 * Its content security policy allows nothing but our own script and style, a worker made from our own script, which the
 * page may fetch for that, and images made in the page itself, which the export as PNG draws from.
 */
export function page({ script, styles, worker, document, cspSource, nonce }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `worker-src blob:`,
    `connect-src ${cspSource}`,
    `img-src blob: data:`,
  ].join('; ');
  const links = styles.map((style) => `<link rel="stylesheet" href="${escape(style)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Segment graph</title>
${links}
</head>
<body data-worker="${escape(worker)}" data-document="${escape(document)}">
<script nonce="${nonce}" src="${escape(script)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
