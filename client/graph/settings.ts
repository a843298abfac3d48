import { workspace } from 'vscode';
import type { ToWebview } from '../webview/protocol.js';

/** The user's settings for the picture, as it takes them. */
export function graphSettings(): Extract<ToWebview, { type: 'settings' }> {
  const settings = workspace.getConfiguration('zoneflow.graph');
  return {
    type: 'settings',
    followCursor: settings.get<boolean>('followCursor', true),
    direction: settings.get<string>('direction', 'right') === 'down' ? 'DOWN' : 'RIGHT',
  };
}
