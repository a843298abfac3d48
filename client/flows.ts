import { commands, Location, Position, Range, Uri, type Disposable } from 'vscode';
import { clientCommands, type ShowFlowsArguments, type SourcePosition } from '../server/protocol.js';

/** Registers what a click on a code lens does: the rules behind its numbers are listed. Only the server calls it, so it is not in the manifest. */
export function registerShowFlows(): Disposable {
  return commands.registerCommand(clientCommands.showFlows, showFlows);
}

async function showFlows({ uri, position, places }: ShowFlowsArguments): Promise<void> {
  const found = places.map(
    ({ uri: file, range: { start, end } }) =>
      new Location(Uri.parse(file), new Range(toPosition(start), toPosition(end))),
  );
  await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), toPosition(position), found);
}

const toPosition = ({ line, character }: SourcePosition): Position => new Position(line, character);
