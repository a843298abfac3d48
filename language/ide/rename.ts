import type { TextEdit } from '../findings.js';
import { builtInServices, isProtocol } from '../net/services.js';
import { reservedWords } from '../syntax/tokens.js';
import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import { declarationsOf } from './definition.js';
import type { Refusal, RenameTarget } from './model.js';
import { asNamed, occurrencesOf, type Named } from './occurrences.js';
import { isNameUsed, usageOf } from './usage.js';

/** The word that a rename at `offset` would change, or why it cannot; `undefined` where nothing has a name. */
export function prepareRename(
  snapshot: Snapshot,
  path: string,
  offset: number,
): RenameTarget | Refusal | undefined {
  const thing = thingAt(snapshot, path, offset);
  if (thing === undefined || thing.kind === 'whole') return undefined;
  const named = asNamed(thing);
  const text = thing.file.text.slice(thing.span.start, thing.span.end);
  if (named === undefined)
    return refuse(
      `\`${text}\` is a word of the language, not a name of the policy. Rename what you declared.`,
    );
  return objection(snapshot, named) ?? { span: thing.span, text };
}

/** The edits, by place, that give the thing at `offset` another name everywhere in the policy, or why it cannot have it. */
export function rename(
  snapshot: Snapshot,
  path: string,
  offset: number,
  newName: string,
): TextEdit[] | Refusal {
  const target = prepareRename(snapshot, path, offset);
  if (target === undefined) return refuse('Nothing here has a name. Put the cursor on a name.');
  if ('refusal' in target) return target;
  const name = newName.trim();
  if (name === target.text) return [];
  const named = asNamed(thingAt(snapshot, path, offset))!;
  const reason = badName(named, name) ?? collision(snapshot, named, name);
  if (reason) return reason;
  return occurrencesOf(snapshot.files, named).map(({ place }) => ({ place, newText: name }));
}

const refuse = (refusal: string): Refusal => ({ refusal });

/** Why this thing cannot be renamed at all. */
function objection(snapshot: Snapshot, thing: Named): Refusal | undefined {
  if (thing.kind === 'tier')
    return refuse('The five tiers have fixed names. Move the rules into another tier instead.');
  if (thing.kind !== 'name') return undefined;
  const { namespace, name } = thing;
  const declared = declarationsOf(snapshot, thing);
  if (declared.length === 1) return undefined;
  if (declared.length > 1) {
    return refuse(
      `\`${name}\` is declared ${declared.length} times, so it is not clear which is meant where. Change the names by hand.`,
    );
  }
  if (namespace === 'service' && builtInServices.has(name)) {
    return refuse(`\`${name}\` is built in. Declare a service of your own with another name, and use that.`);
  }
  return refuse(`Nothing declares \`${name}\`. Declare it, or correct the name.`);
}

const plain = /^[A-Za-z][A-Za-z0-9_-]*$/;
const dotted = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)*$/;

function badName(thing: Named, name: string): Refusal | undefined {
  if (thing.kind !== 'name') {
    if (dotted.test(name)) return undefined;
    return refuse(
      `\`${name}\` is no word for a label. Write a letter, then letters, digits, \`_\` and \`-\`.`,
    );
  }
  if (plain.test(name)) {
    if (!(reservedWords as readonly string[]).includes(name)) return undefined;
    return refuse(`\`${name}\` is a reserved word and can name nothing. Choose another name.`);
  }
  if (dotted.test(name)) {
    return refuse('A name has no dots of its own. To move a zone or workload, move its declaration.');
  }
  return refuse(`\`${name}\` is no name. Write a letter, then letters, digits, \`_\` and \`-\`.`);
}

/** What has the new name already. */
function collision(snapshot: Snapshot, thing: Named, name: string): Refusal | undefined {
  if (thing.kind === 'labelKey' || thing.kind === 'labelValue') return labelCollision(snapshot, thing, name);
  if (thing.kind !== 'name') return undefined;
  if (thing.namespace === 'service' && (isProtocol(name) || name === 'protocol')) {
    return refuse(`\`${name}\` is a protocol. Choose another name.`);
  }
  if (thing.namespace === 'service' && builtInServices.has(name)) {
    return refuse(
      `\`${name}\` is a built-in service, and what uses it would mean this one. Choose another name.`,
    );
  }
  const parent = thing.name.slice(0, thing.name.lastIndexOf('.') + 1);
  const whole = parent + name;
  const [other] = declarationsOf(snapshot, { namespace: thing.namespace, name: whole });
  if (other)
    return refuse(
      `A ${other.kind === 'rule' ? 'flow' : other.kind} is named \`${whole}\` already. Choose another name.`,
    );
  return capture(snapshot, thing, whole);
}

/** What uses the new name, though nothing declares it: a mistake that the rename would hide, as it would mean this thing. */
function capture(
  snapshot: Snapshot,
  thing: Extract<Named, { kind: 'name' }>,
  whole: string,
): Refusal | undefined {
  if (!isNameUsed(snapshot, thing.namespace, whole)) return undefined;
  const [use] = occurrencesOf(snapshot.files, { ...thing, name: whole });
  if (use === undefined) return undefined;
  const line = snapshot.file(use.place.file)!.lines.lineAt(use.place.start) + 1;
  return refuse(
    `\`${whole}\` is used in ${use.place.file}, line ${line}, though nothing declares it, and would come to mean this one. Correct it there, or choose another name.`,
  );
}

function labelCollision(
  snapshot: Snapshot,
  thing: Extract<Named, { kind: 'labelKey' | 'labelValue' }>,
  name: string,
): Refusal | undefined {
  const { labels, labelsInUse } = usageOf(snapshot);
  if (thing.kind === 'labelKey') {
    if (!labels.has(name) && !labelsInUse.has(name)) return undefined;
    return refuse(
      `There is a label \`${name}\` already, and the two could not be told apart. Choose another name.`,
    );
  }
  if (!labels.get(thing.key)?.has(name) && !labelsInUse.get(thing.key)?.has(name)) return undefined;
  return refuse(
    `The label \`${thing.key}\` has the value \`${name}\` already, and the two could not be told apart. Choose another.`,
  );
}
