import { workspace } from 'vscode';
import type { Direction, ToWebview } from '../webview/protocol.js';

const directions: Readonly<Record<string, Direction>> = { right: 'RIGHT', down: 'DOWN', auto: 'AUTO' };

/** The user's settings for the picture, as it takes them. */
export function graphSettings(): Extract<ToWebview, { type: 'settings' }> {
  const settings = workspace.getConfiguration('zoneflow.graph');
  return {
    type: 'settings',
    followCursor: settings.get<boolean>('followCursor', true),
    direction: directions[settings.get<string>('direction', 'auto')] ?? 'AUTO',
  };
}
