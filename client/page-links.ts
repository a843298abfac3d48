/**
 * Markdown with links to files of a folder in the one form that VS Code's preview follows from a page that is no file: from
 * the top of the first workspace folder, `/policies/shop.zoneflow#L12`. A link to a file elsewhere becomes its text.
 *
 * @param folder URI of the first workspace folder, as the links write it, without `/` at its end; `undefined` without one
 */
export function withPreviewLinks(markdown: string, folder: string | undefined): string {
  return markdown.replace(
    /\[((?:\\.|[^\\[\]\n])*)\]\(([a-z][\w+.-]*:[^()\s]*)\)/gi,
    (link, text: string, uri: string) => {
      if (/^https?:/i.test(uri)) return link;
      if (folder === undefined || !uri.startsWith(`${folder}/`)) return text;
      return `[${text}](${uri.slice(folder.length)})`;
    },
  );
}
