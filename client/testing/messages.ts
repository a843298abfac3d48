import { Location, MarkdownString, Position, TestMessage, TestMessageStackFrame, Uri } from 'vscode';
import type { TestOutcome } from '../../server/protocol.js';
import { rangeOf } from './items.js';

/** What is said at the line of a statement that does not hold: the counter-example, and the rules that decide it to go to. */
export function messageOf({ message, location, deciding }: TestOutcome): TestMessage {
  const said = new TestMessage(new MarkdownString(message));
  said.location = new Location(Uri.parse(location.uri), rangeOf(location));
  said.stackTrace = deciding.map(({ label, location: { uri, range } }) => {
    const position = new Position(range.start.line, range.start.character);
    return new TestMessageStackFrame(label, Uri.parse(uri), position);
  });
  return said;
}
