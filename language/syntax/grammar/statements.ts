import type { IOrAlt, IToken } from 'chevrotain';
import * as t from '../tokens.js';
import type { Expr, Property } from '../tree.js';
import { PartGrammar } from './parts.js';
import { missing } from './reporting.js';

const { keyword } = t;

/** The parts of a rule, intent or expectation as they are found; clauses may come in any order. */
interface Clauses {
  source: Expr;
  destination?: Expr;
  services?: Expr;
  identities?: Expr;
  conditions?: Expr;
  hops?: number;
  reaches: boolean;
  properties: Property[];
  /** Where the last clause ends, properties not counted. */
  end: number;
}

/** What may stand as a source or destination, in words. */
export const endpoints = 'a zone, workload, group, address, label map or `any`';

const sourceWords = { ARGS: [`a source: ${endpoints}`] as [string] };
const destinationWords = { ARGS: [`a destination: ${endpoints}`] as [string] };
const serviceWords = { ARGS: ['a service, such as `https` or `tcp/8443`, or `any`'] as [string] };

/** What begins an end of a connection and nothing else. */
const bareEnds: ReadonlySet<unknown> = new Set([t.Name, t.IPv4, t.IPv6, t.BracketOpen, keyword('any')]);

const [to, reaches, on, as, when] = (['to', 'reaches', 'on', 'as', 'when'] as const).map(keyword);

/** Rules, intents and expectations: what speaks of connections. */
export abstract class StatementGrammar extends PartGrammar {
  private found: Clauses = { source: missing(0), reaches: false, properties: [], end: 0 };

  rule = this.RULE('rule', () => {
    const flow = this.OPTION(() => this.SUBRULE(this.flowName));
    const action = this.OPTION1(() => this.ident(this.CONSUME(t.Verb)));
    this.ACTION(() => {
      if (action === undefined) this.expected('`allow`, `deny` or `pass`');
    });
    const found = this.SUBRULE(this.clauses);
    return this.ACTION(() => {
      const services = found.services ?? this.missingServices(found);
      const verb = action ?? { text: 'allow', span: { start: 0, end: 0 } };
      return {
        kind: 'rule' as const,
        flow,
        action: verb.text as 'allow' | 'deny' | 'pass',
        actionSpan: verb.span,
        source: found.source,
        destination: found.destination ?? this.missingDestination(found),
        services,
        identities: found.identities,
        conditions: found.conditions,
        properties: found.properties,
        body: { start: verb.span.start, end: Math.max(found.end, verb.span.end) },
      };
    });
  });

  flowName = this.RULE('flowName', () => {
    this.CONSUME(keyword('flow'));
    const name = this.OPTION(() => this.ident(this.CONSUME(t.Name)));
    const colon = this.OPTION1(() => this.CONSUME(t.Colon));
    this.ACTION(() => {
      if (name === undefined) this.expected('a name for the flow');
      else this.checkUndotted(name);
      if (name !== undefined && colon === undefined) this.expected('`:` after the name of the flow');
    });
    return name;
  });

  never = this.RULE('never', () => {
    this.CONSUME(keyword('never'));
    const found = this.SUBRULE(this.clauses);
    return this.ACTION(() => {
      const { source, services, identities, conditions, hops, reaches, properties } = found;
      for (const clause of [identities, conditions, properties[0]]) {
        if (clause) this.report('`never` holds under any identity and condition. Delete this.', clause.span);
      }
      if (reaches && services)
        this.report('`never … reaches` speaks of every service. Delete `on`.', services.span);
      if (!reaches && hops !== undefined) {
        this.report('`within` goes with `reaches`. Write `never A reaches B within N hops`.', source.span);
      }
      const destination = found.destination ?? this.missingDestination(found);
      const parts = { source, destination, services, identities: undefined, conditions: undefined };
      return { kind: 'never' as const, ...parts, reaches, hops };
    });
  });

  expect = this.RULE('expect', () => {
    this.CONSUME(keyword('expect'));
    const expected = this.OPTION(() =>
      this.OR([
        { ALT: () => this.ident(this.CONSUME(keyword('allow'))) },
        { ALT: () => this.ident(this.CONSUME(keyword('deny'))) },
      ]),
    );
    this.ACTION(() => {
      if (expected === undefined) this.expected('`allow` or `deny`');
    });
    const found = this.SUBRULE(this.clauses);
    return this.ACTION(() => {
      const { source, identities, conditions, properties } = found;
      if (properties.length > 0)
        this.report('An `expect` has no properties. Delete them.', properties[0].span);
      const destination = found.destination ?? this.missingDestination(found);
      const services = found.services ?? this.missingServices(found);
      const verdict = expected?.text as 'allow' | 'deny' | undefined;
      return {
        kind: 'expect' as const,
        expected: verdict,
        source,
        destination,
        services,
        identities,
        conditions,
      };
    });
  });

  /** `SOURCE to DESTINATION on SERVICES as IDENTITIES when CONDITIONS { properties }`. */
  clauses = this.RULE('clauses', () => {
    const found: Clauses = { source: missing(0), reaches: false, properties: [], end: 0 };
    this.found = found;
    found.source = this.SUBRULE(this.value, sourceWords);
    found.end = this.lastEnd();
    this.MANY(() => this.SUBRULE(this.clause));
    return found;
  });

  clause = this.RULE('clause', () => {
    const properties = this.OR((this.clauseChoices ??= this.makeClauseChoices()));
    this.ACTION(() => {
      if (properties) this.found.properties = properties;
      else this.found.end = this.lastEnd();
    });
  });

  /** Made once, as are the texts that go with them: every rule of a policy comes by here several times. */
  private clauseChoices: IOrAlt<Property[] | undefined>[] | undefined;
  private makeClauseChoices(): IOrAlt<Property[] | undefined>[] {
    return [
      { ALT: () => this.SUBRULE(this.toClause) },
      { ALT: () => this.SUBRULE(this.reachesClause) },
      { ALT: () => this.SUBRULE(this.onClause) },
      { ALT: () => this.SUBRULE(this.asClause) },
      { ALT: () => this.SUBRULE(this.whenClause) },
      { ALT: () => void (this.found.hops = this.SUBRULE(this.hops)) },
      { ALT: () => this.SUBRULE(this.properties) },
      // Told apart here and not by a gate, which would slow the choice down for every clause of every rule.
      {
        ALT: () => (this.lacksTo() ? this.SUBRULE(this.bareDestination) : this.stray(this.CONSUME(t.Stray))),
      },
    ];
  }

  /** Two ends without a `to` between them. */
  private lacksTo(): boolean {
    const { source, destination } = this.found;
    return destination === undefined && source.kind !== 'missing' && bareEnds.has(this.LA(1).tokenType);
  }

  bareDestination = this.RULE('bareDestination', () => {
    const before = this.lastEnd();
    const end = this.SUBRULE(this.set);
    this.ACTION(() => {
      this.problems.push({
        code: 'syntax-error',
        message: 'Expected `to` between the source and the destination.',
        span: { start: before, end: end.span.start },
        replacement: { title: 'Add `to`', text: ' to ' },
      });
      // What was meant is not certain, so the rule is to decide nothing until it says so.
      this.found.destination = missing(end.span.start);
    });
    return undefined;
  });

  toClause = this.RULE('toClause', () => {
    this.only(this.CONSUME(to), this.found.destination);
    this.found.destination = this.SUBRULE(this.value, destinationWords);
    return undefined;
  });

  reachesClause = this.RULE('reachesClause', () => {
    this.found.reaches = true;
    this.only(this.CONSUME(reaches), this.found.destination);
    this.found.destination = this.SUBRULE(this.value, destinationWords);
    return undefined;
  });

  onClause = this.RULE('onClause', () => {
    this.only(this.CONSUME(on), this.found.services);
    this.found.services = this.SUBRULE(this.value, serviceWords);
    return undefined;
  });

  asClause = this.RULE('asClause', () => {
    this.only(this.CONSUME(as), this.found.identities);
    this.found.identities = this.SUBRULE(this.value, { ARGS: ['an identity'] });
    return undefined;
  });

  whenClause = this.RULE('whenClause', () => {
    this.only(this.CONSUME(when), this.found.conditions);
    this.found.conditions = this.SUBRULE(this.value, { ARGS: ['a condition'] });
    return undefined;
  });

  hops = this.RULE('hops', () => {
    this.CONSUME(keyword('within'));
    const count = this.OPTION(() => this.CONSUME(t.Integer));
    const word = this.OPTION1(() => this.ident(this.CONSUME(t.Name)));
    return this.ACTION(() => {
      if (count === undefined) this.expected('a number of hops, as in `within 3 hops`');
      else if (word?.text !== 'hops' && word?.text !== 'hop') this.expected('`hops`');
      const hops = count === undefined ? undefined : Number(count.image);
      if (hops !== undefined && hops < 1)
        this.report('A chain has at least one hop. Write 1 or more.', this.span(count!));
      return hops;
    });
  });

  private only(word: IToken, before: Expr | undefined): undefined {
    if (before !== undefined && !this.RECORDING_PHASE) {
      this.report(`A second \`${word.image}\`. Write it once, with a list.`, this.span(word));
    }
  }

  private missingDestination(found: Clauses): Expr {
    return this.missingClause(found.end, `the destination: \`to\` and ${endpoints}`);
  }

  private missingServices(found: Clauses): Expr {
    return this.missingClause(found.end, 'the services: `on https`, or `on any`');
  }
}
