import { formatRanges } from '../../language/net/address.js';
import { nameServices } from '../../language/net/services.js';
import type { BookDifference, Change, EndName } from '../../language/diff/model.js';
import { isSame } from '../../language/diff/model.js';
import { notesOf } from '../../language/diff/notes.js';
import { tiers, type Policy, type Rule } from '../../language/policy/model.js';
import { lineOf, type DiffResult, type SideName } from '../diff/result.js';
import type { OpenedSide } from '../diff/open.js';

/** A comparison as one JSON object; `docs/schemas/diff.schema.json` describes it. */
export function diffJson(result: DiffResult): string {
  const { difference, mistakes, notes, isProven, breaches } = result;
  const { tiers: book, rulesets, onlyOld, onlyNew } = difference;
  const report = {
    version: 1,
    same: isSame(difference),
    proven: isProven,
    asOf: difference.new.asOf,
    old: sideJson(result.old, mistakes.old),
    new: sideJson(result.new, mistakes.new),
    ...listsJson(book, result),
    rulesets: rulesets.map((ruleset) => ({
      name: ruleset.ruleset,
      in: ruleset.presence,
      ...listsJson(ruleset, result),
    })),
    segments: { gone: onlyOld.symbols, new: onlyNew.symbols },
    notes: [...notes, ...notesOf(difference)],
    gate:
      breaches === undefined
        ? null
        : {
            passed: breaches.length === 0 && isProven,
            breaches: breaches.map(({ rule, zones, example }) => ({
              ...ruleJson(result.new, rule),
              zones,
              example: example ?? null,
            })),
          },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const sideJson = ({ name, commit, snapshot }: OpenedSide, mistakes: number): object => ({
  name,
  commit: commit ?? null,
  rules: snapshot.resolved.ruleCount,
  files: snapshot.files.length,
  mistakes,
});

function listsJson({ allowed, denied }: BookDifference, result: DiffResult): object {
  const { old, new: next } = result.difference;
  return {
    allowed: allowed.changes.map((change) => changeJson(change, next, result, 'new')),
    denied: denied.changes.map((change) => changeJson(change, old, result, 'old')),
    undecided: [
      ...allowed.undecided.map((rule) => ruleJson(result.new, rule)),
      ...denied.undecided.map((rule) => ruleJson(result.old, rule)),
    ],
  };
}

function changeJson(change: Change, policy: Policy, result: DiffResult, allowing: SideName): object {
  const denying = allowing === 'new' ? result.old : result.new;
  return {
    source: change.from.map((end) => endJson(end, policy)),
    destination: change.to.map((end) => endJson(end, policy)),
    services: nameServices(change.services, policy.services),
    identities: change.identities ?? null,
    conditions: Object.fromEntries(change.conditions.map(({ name, holds }) => [name, holds])),
    exact: change.isExact,
    example: change.example,
    allowedBy: change.allowedBy.map((rule) => ruleJson(result[allowing], rule)),
    deniedBy: [
      ...change.deniedBy.map((rule) => ruleJson(denying, rule)),
      ...(change.byDefault ? [{ rule: 'default' }] : []),
    ],
  };
}

const endJson = ({ id, except, part }: EndName, policy: Policy): object => ({
  zone: id,
  except,
  part:
    part === undefined
      ? null
      : [...formatRanges(part), ...part.symbols.map((symbol) => policy.symbols[symbol])],
});

function ruleJson(side: OpenedSide, rule: Rule): object {
  return {
    rule: rule.name,
    text: rule.text,
    action: rule.action,
    ...(rule.tier >= 0 && { tier: tiers[rule.tier] }),
    file: rule.file,
    line: lineOf(side, rule),
    ...(rule.owner !== undefined && { owner: rule.owner }),
    ...(rule.ticket !== undefined && { ticket: rule.ticket }),
  };
}
