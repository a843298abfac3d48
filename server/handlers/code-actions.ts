import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { Finding, Fix } from '../../language/findings.js';
import { fixAllIn } from '../../language/fixes/index.js';
import { quickFixesInSteps } from '../../language/ide/index.js';
import { organizingInSteps, refactoringKinds, refactoringsInSteps } from '../../language/refactor/index.js';
import type { Span } from '../../language/text/span.js';
import { fixAllKind } from '../capabilities.js';
import { toCodeAction, type ActionData } from '../convert/actions.js';
import { diagnosticSource } from '../convert/diagnostics.js';
import { toWorkspaceEdit } from '../convert/edits.js';
import { isRangeOf, toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';
import { answerInSteps, changedMeanwhile, takeSteps } from '../steps.js';

/** Findings of a selection whose fixes are looked for, the first by place: of more nobody reads the list. */
const mostFindings = 100;

/** A change that is offered, the finding that it mends among those the client shows. */
interface Offer {
  readonly fix: Fix;
  readonly kind: CodeActionKind;
  readonly diagnostics?: readonly Diagnostic[];
}

/** What a client wants to know of. */
interface Wish {
  readonly span: Span;
  readonly wanted: (kind: string) => boolean;
  /** The diagnostics that it shows there. */
  readonly shown: readonly Diagnostic[];
}

/**
 * `textDocument/codeAction`: the fixes of the findings in a range, the refactorings that fit it, and what may be done to
 * the whole file. The last only where a client asks for its kind.
 */
export async function codeActions(
  session: Session,
  { textDocument, range, context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[] | null> {
  const view = await checkedView(session, textDocument.uri, token);
  if (view === undefined) return null;
  const wanted = (kind: string): boolean =>
    !context.only || context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`));
  // An editor asks at every move of the cursor for what to show a light bulb for: that is for what is wrong.
  const isAsked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  const wish: Wish = {
    span: toSpan(view.file.lines, range),
    wanted: (kind) => wanted(kind) && (isAsked || kind === CodeActionKind.QuickFix),
    shown: context.diagnostics ?? [],
  };
  const offers = await offersFor(session, view, wish, token);
  return [
    ...offers.flatMap(({ fix, kind, diagnostics }) =>
      toCodeAction(session, view, fix, kind, { diagnostics, range }),
    ),
    ...(wanted(refactoringKinds.organize) && context.only ? await sortAll(session, view, token) : []),
    ...(wanted(fixAllKind) && context.only ? fixAll(session, view) : []),
  ];
}

/**
 * `codeAction/resolve`: adds the edit to an action that is long to write out. It is looked for anew, and so proven of the
 * text as it is by now; throws where that no longer offers it.
 */
export async function resolveCodeAction(
  session: Session,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  const { uri, range } = (action.data ?? {}) as Partial<ActionData>;
  if (uri === undefined || range === undefined) return action;
  const view = await checkedView(session, uri, token);
  const offers = view && (await offersFor(session, view, wishAt(view, range, action), token));
  const found = offers?.find(({ fix, kind }) => fix.title === action.title && kind === action.kind);
  if (view === undefined || found === undefined) throw changedMeanwhile();
  return { ...action, edit: editOf(session, view, found.fix) };
}

const wishAt = (view: View, range: Range, { kind }: CodeAction): Wish => ({
  span: toSpan(view.file.lines, range),
  wanted: (other) => other === kind,
  shown: [],
});

/** The document with all findings of its policy; `undefined` where it belongs to none, or the request was cancelled. */
async function checkedView(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<View | undefined> {
  // What changes files must know which there are by now.
  await session.policies.followed();
  const opened = await session.view(uri);
  if (!opened || !(await session.settled(opened.policy, token))) return undefined;
  return session.view(uri);
}

/** What is offered, found bit by bit, others let in meanwhile; throws where the text has changed while that went on. */
async function offersFor(
  session: Session,
  view: View,
  wish: Wish,
  token: CancellationToken,
): Promise<readonly Offer[]> {
  const isOutdated = (): boolean => token.isCancellationRequested || view.policy.snapshot() !== view.snapshot;
  const offers = await takeSteps(session.host, findOffers(view, wish), isOutdated);
  if (offers === undefined) throw changedMeanwhile();
  return offers;
}

function* findOffers(view: View, wish: Wish): Generator<void, Offer[]> {
  const found = new Map<string, Offer>();
  // Several findings can ask for one change, such as the deletion of all rules that may go.
  const keep = (offer: Offer): void => {
    const key = JSON.stringify([offer.kind, offer.fix.title, offer.fix.edits, offer.fix.goTo]);
    const known = found.get(key);
    const diagnostics = [...(known?.diagnostics ?? []), ...(offer.diagnostics ?? [])];
    found.set(key, { ...(known ?? offer), diagnostics });
  };
  if (wish.wanted(CodeActionKind.QuickFix)) {
    for (const finding of findingsIn(view, wish.span)) {
      const diagnostics = shownOf(view, wish.shown, finding);
      for (const fix of yield* fixesOf(view, finding))
        keep({ fix, kind: CodeActionKind.QuickFix, diagnostics });
      yield;
    }
  }
  if (inSpot.some(wish.wanted)) {
    for (const some of refactoringsInSteps(view.snapshot, view.path, wish.span)) {
      for (const fix of some) if (wish.wanted(fix.kind)) keep({ fix, kind: fix.kind });
      yield;
    }
  }
  return [...found.values()];
}

/** The kinds of refactorings that are about a place. */
const inSpot = Object.values(refactoringKinds).filter((kind) => kind !== refactoringKinds.organize);

const findingsIn = ({ snapshot, path }: View, span: Span): Finding[] =>
  snapshot
    .findings()
    .filter(({ place }) => place.file === path && place.start <= span.end && span.start <= place.end)
    .slice(0, mostFindings);

function* fixesOf({ snapshot }: View, finding: Finding): Generator<void, Fix[]> {
  return [...(finding.fixes ?? []), ...(yield* quickFixesInSteps(snapshot, finding))];
}

/** The diagnostics that the client shows for a finding. */
function shownOf(view: View, shown: readonly Diagnostic[], finding: Finding): Diagnostic[] {
  return shown.filter(
    ({ code, source, range }) =>
      code === finding.code &&
      (source ?? diagnosticSource) === diagnosticSource &&
      isRangeOf(view.file.lines, range, finding.place),
  );
}

async function sortAll(session: Session, view: View, token: CancellationToken): Promise<CodeAction[]> {
  const found = await answerInSteps(session, view, organizingInSteps(view.snapshot, view.path), token);
  return found.flatMap((one) => toCodeAction(session, view, one, one.kind));
}

function fixAll(session: Session, view: View): CodeAction[] {
  const edits = fixAllIn(view.snapshot, view.path);
  if (edits.length === 0) return [];
  const title = 'Fix all that Zoneflow can fix by itself';
  return [{ title, kind: fixAllKind, edit: editOf(session, view, { title, edits }) }];
}

const editOf = ({ documents, features }: Session, view: View, { edits }: Fix): CodeAction['edit'] =>
  toWorkspaceEdit(view, edits, documents, features.versionedEdits);
