import type { Library } from '../analysis/book.js';
import { meetsRegion } from '../analysis/engine/region.js';
import { analyse } from '../analysis/index.js';
import { deciding, sharesOf, type Explanation } from '../analysis/explain.js';
import { addDays } from '../checks/housekeeping.js';
import type { Finding, Fix, TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { intersectEndpoints, uniteEndpoints } from '../net/endpoints.js';
import { intersect, unite } from '../net/ranges.js';
import type { ServiceSet } from '../net/services.js';
import { tiers, type Rule, type Traffic } from '../policy/model.js';
import { sameEnds, sameList } from '../analysis/lineage.js';
import type { Snapshot } from '../workspace.js';
import { fix, indentAt, insert, isFirstOnLine, lineBreak } from './edits.js';
import { textOf, type Written } from './parts.js';
import { addedBeside } from './rewrite.js';
import { writeEnds, writeServices } from './sets.js';
import { itemFrom, proofPieces, samePlace, subjectOf } from './subject.js';

/** Days that an exception gets, for its author to correct. */
const exceptionDays = 90;
/** Rules around a flow that the proof looks at. */
const mostRules = 1_000;

/** Pieces that each of them gets. */
const leastPieces = 100;

/** What is to be let through: connections, and the statement that asks for them. */
interface Wanted extends Written {
  readonly traffic: Traffic;
}

/**
 * Adds the passes that a denied flow needs, one for each tier that denies some of it. Proven: all of it is allowed then.
 * What a `never` of the policy forbids is not opened.
 */
export function* passFor(snapshot: Snapshot, finding: Finding): Generator<void, Fix[]> {
  const wanted = finding.code === 'test-failed' ? expected(snapshot, finding) : flow(snapshot, finding);
  const library = wanted && snapshot.analysis.library;
  if (wanted === undefined || library === undefined || isForbidden(library, wanted.traffic)) return [];
  const met = deciding(library.tiers, sharesOf(library, wanted.traffic), ['pass', 'deny', 'allow']);
  if (met.length > mostRules) return [];
  const rules: Rule[] = met.map((id) => library.tiers.rules[id]);
  const passes: Pass[] = [];
  while (passes.length < tiers.length) {
    yield;
    const explanation = explainWith(snapshot, wanted.traffic, rules);
    yield;
    if (!explanation.complete) return [];
    if (passes.length > 0 && explanation.verdict === 'allow') return [offer(passes)];
    const next = nextPass(snapshot, wanted, explanation);
    if (next === undefined || passes.some(({ rule }) => rule.tier === next.rule.tier)) return [];
    passes.push(next);
    rules.push(next.rule);
  }
  return [];
}

/** The expectation of a failed test that something be allowed. */
function expected(snapshot: Snapshot, { place }: Finding): Wanted | undefined {
  const { expectations } = snapshot.resolved.policy;
  const traffic = expectations.find((one) => one.expected === 'allow' && samePlace(one.place, place));
  const file = snapshot.file(place.file);
  const item = file === undefined ? -1 : itemFrom(file, place.start);
  const node = file?.tree.items[item];
  return file && traffic && node?.kind === 'expect' ? { traffic, file, item, node } : undefined;
}

/** An allow of the tiers. */
function flow(snapshot: Snapshot, finding: Finding): Wanted | undefined {
  const subject = subjectOf(snapshot, finding);
  if (subject === undefined || subject.book.ruleset !== undefined || subject.rule.action !== 'allow')
    return undefined;
  return { ...subject, traffic: subject.rule };
}

/** Whether an intent wants some of the traffic never to be allowed. */
function isForbidden(library: Library, traffic: Traffic): boolean {
  const shares = sharesOf(library, traffic);
  return library.policy.nevers.some((never) =>
    sharesOf(library, never).some(({ world, region }) =>
      shares.some((share) => share.world === world && meetsRegion(share.region, region)),
    ),
  );
}

/** A pass to add: as the policy would read it, and the edit. */
interface Pass {
  readonly rule: Rule;
  readonly edit: TextEdit;
}

/** The pass for the first tier that denies some of what is wanted; `undefined` where some is denied by no rule. */
function nextPass(snapshot: Snapshot, wanted: Wanted, { parts }: Explanation): Pass | undefined {
  const denied = parts.filter(({ action }) => action === 'deny').map(({ rule }) => rule);
  const rules = denied.filter((rule) => rule !== undefined);
  if (rules.length === 0 || rules.length < denied.length) return undefined;
  const tier = Math.min(...rules.map((rule) => rule.tier));
  const denies = rules.filter((rule) => rule.tier === tier);
  const text = wordsOf(snapshot, wanted, denies);
  return passBeside(snapshot, denies[0], text);
}

/** A pass after the deny that it is an exception to, in the same block. */
function passBeside(snapshot: Snapshot, deny: Rule, text: string): Pass | undefined {
  const place = snapshot.resolved.policy.placeOf(deny);
  const file = snapshot.file(place.file);
  const item = file === undefined ? -1 : itemFrom(file, place.start);
  if (file === undefined || item < 0) return undefined;
  const edit = insertion(file, item, `${text} { ${properties(snapshot)} }`);
  const added = addedBeside(snapshot, file, item, edit);
  if (added?.action !== 'pass') return undefined;
  const rule: Rule = { ...deny, ...added.traffic, action: 'pass', name: added.text, text: added.text };
  return { rule, edit };
}

/** `pass SOURCE to DESTINATION on SERVICES …`: of each part what the denies take, in the statement's own words where they take all. */
function wordsOf(snapshot: Snapshot, wanted: Wanted, denies: readonly Rule[]): string {
  const { policy } = snapshot.resolved;
  const { traffic, node } = wanted;
  const ends = (side: 'source' | 'destination'): string => {
    const denied = intersectEndpoints(traffic[side], uniteEndpoints(denies.map((rule) => rule[side])));
    const own = textOf(wanted, node[side]);
    return sameEnds(denied, traffic[side]) ? own : (writeEnds(policy, denied) ?? own);
  };
  const all = denies.reduce<ServiceSet>((sum, rule) => unite(sum, rule.services), []);
  const denied = intersect(traffic.services, all);
  const own = node.services === undefined ? 'any' : textOf(wanted, node.services);
  const services = sameList(denied, traffic.services) ? own : (writeServices(policy, denied) ?? own);
  const as = node.identities === undefined ? '' : ` as ${textOf(wanted, node.identities)}`;
  const when = node.conditions === undefined ? '' : ` when ${textOf(wanted, node.conditions)}`;
  return `pass ${ends('source')} to ${ends('destination')} on ${services}${as}${when}`;
}

/** Who answers for the exception, its ticket and its end, to be filled in. */
function properties({ resolved: { policy }, asOf }: Snapshot): string {
  const owner = policy.teams.length > 0 ? `owner = ${policy.teams[0]}, ` : '';
  return `${owner}ticket = "CHG-…", expires = ${addDays(asOf, exceptionDays)}`;
}

function insertion(file: SourceFile, item: number, text: string): TextEdit {
  const { lines, tree } = file;
  const start = tree.starts[item];
  const end = tree.ends[item];
  const lineEnd = lines.lineEnd(lines.lineAt(end));
  const rest = file.text.slice(end, lineEnd).trim();
  if (isFirstOnLine(file, start) && (rest === '' || rest.startsWith('//')))
    return insert(file, lineEnd, lineBreak(file) + indentAt(file, start) + text);
  return insert(file, end, ` ${text}`);
}

/** Who decides the traffic where these are the rules of the tiers. */
export function explainWith(snapshot: Snapshot, traffic: Traffic, rules: readonly Rule[]): Explanation {
  const policy = { ...snapshot.resolved.policy, rules, rulesets: [], nevers: [], expectations: [] };
  const pieces = Math.max(leastPieces, Math.floor((10 * proofPieces) / rules.length));
  return analyse(policy, { pieces }).explain(traffic);
}

function offer(passes: readonly Pass[]): Fix {
  const opened = passes.map(({ rule }) => `\`${rule.text}\` to tier ${tiers[rule.tier]}`).join(' and ');
  return fix(`Open this: add ${opened}, with a ticket and an end`, ...passes.map(({ edit }) => edit));
}
