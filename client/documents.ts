import { Uri, window, workspace, type TextDocument } from 'vscode';

export const isPolicy = (document: TextDocument | undefined): document is TextDocument =>
  document?.languageId === 'zoneflow';

/** The policy file the user means where a command names none: the active one, else a visible one, else any that is open. */
export function currentPolicyDocument(): TextDocument | undefined {
  const visible = window.visibleTextEditors.map((editor) => editor.document);
  return [window.activeTextEditor?.document, ...visible, ...workspace.textDocuments].find(isPolicy);
}

/** A URI from the server in the form VS Code writes it, so that the two can be compared. */
export const normalUri = (uri: string): string => Uri.parse(uri).toString();
