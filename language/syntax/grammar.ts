import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import type { Span } from '../text/span.js';
import * as t from './tokens.js';
import type { Expr, Ident, LabelPair, Problem, Property } from './tree.js';

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

const endpoints = 'a zone, workload, group, address, label map or `any`';
const identityKinds = 'user, group, service-account, spiffe or iam-role';

/**
 * The grammar of one item, in Chevrotain with embedded actions.
 *
 * It is total: any sequence of tokens is taken up, what does not fit is reported and stepped over, what is missing is
 * reported and left `missing` in the tree. So nothing here throws for a mistake in the text, and a half-typed item keeps
 * all that was typed. There is one rule for every set and value: what fits where is checked by meaning, in better words.
 *
 * Alternatives that overlap are tried in order (`Stray` matches nearly every token and always stands last).
 */
export class ItemGrammar extends EmbeddedActionsParser {
  problems: Problem[] = [];
  private strayed = false;
  private base = 0;
  private text = '';
  private found: Clauses = { source: missing(0), reaches: false, properties: [], end: 0 };

  constructor() {
    super(t.grammarTokens, { maxLookahead: 1, recoveryEnabled: false, skipValidations: true });
    this.performSelfAnalysis();
  }

  /** Prepares for one item: `tokens` of `text`; spans of the tree will count from the first token's start. */
  begin(text: string, tokens: IToken[]): void {
    this.text = text;
    this.base = tokens[0].startOffset;
    this.problems = [];
    this.strayed = false;
    this.input = tokens;
  }

  zone = this.RULE('zone', () => {
    this.CONSUME(keyword('zone'));
    const name = this.SUBRULE(this.newName);
    const title = this.SUBRULE(this.optionalText);
    this.SUBRULE(this.blockStart, { ARGS: [true] });
    return { kind: 'zone' as const, name, title };
  });

  workload = this.RULE('workload', () => {
    this.CONSUME(keyword('workload'));
    const name = this.SUBRULE(this.newName);
    const properties = this.SUBRULE(this.optionalProperties);
    this.SUBRULE(this.rest);
    return { kind: 'workload' as const, name, properties };
  });

  team = this.RULE('team', () => {
    this.CONSUME(keyword('team'));
    const name = this.SUBRULE(this.newName);
    const properties = this.SUBRULE(this.optionalProperties);
    this.SUBRULE(this.rest);
    return { kind: 'team' as const, name, properties };
  });

  service = this.RULE('service', () => {
    this.CONSUME(keyword('service'));
    const name = this.SUBRULE(this.newName);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.value, { ARGS: ['a service, such as `tcp/8443`'] });
    const properties = this.SUBRULE(this.optionalProperties);
    this.SUBRULE(this.rest);
    return { kind: 'service' as const, name, value, properties };
  });

  group = this.RULE('group', () => {
    this.CONSUME(keyword('group'));
    const name = this.SUBRULE(this.newName);
    this.SUBRULE(this.equals);
    const value = this.SUBRULE(this.value, { ARGS: [endpoints] });
    this.SUBRULE(this.rest);
    return { kind: 'group' as const, name, value };
  });

  identity = this.RULE('identity', () => {
    this.CONSUME(keyword('identity'));
    const name = this.SUBRULE(this.newName);
    this.SUBRULE(this.equals);
    const sort = this.OPTION(() => this.ident(this.CONSUME(t.Word)));
    const subject = this.SUBRULE(this.optionalText);
    this.ACTION(() => {
      if (sort === undefined) this.expected(`a kind of identity: ${identityKinds}`);
      else if (subject === undefined) this.expected('the identity as a string, such as "shop/checkout"');
    });
    this.SUBRULE(this.rest);
    return { kind: 'identity' as const, name, sort, subject };
  });

  condition = this.RULE('condition', () => {
    this.CONSUME(keyword('condition'));
    const name = this.SUBRULE(this.newName);
    const title = this.SUBRULE(this.optionalText);
    this.SUBRULE(this.rest);
    return { kind: 'condition' as const, name, title };
  });

  labels = this.RULE('labels', () => {
    const keys: { key: Ident; values: Ident[] }[] = [];
    this.CONSUME(keyword('labels'));
    const open = this.OPTION(() => this.CONSUME(t.BraceOpen));
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.BraceClose,
      DEF: () =>
        this.OR([
          { ALT: () => keys.push(this.SUBRULE(this.labelKey)) },
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.stray(this.CONSUME(t.Stray)) },
        ]),
    });
    this.OPTION1(() => this.CONSUME(t.BraceClose));
    this.ACTION(() => this.checkClosed(open, '}', t.BraceClose));
    this.SUBRULE(this.rest);
    return { kind: 'labels' as const, keys };
  });

  labelKey = this.RULE('labelKey', () => {
    const values: Ident[] = [];
    const key = this.ident(this.CONSUME(t.Word));
    const colon = this.OPTION(() => this.CONSUME(t.Colon));
    this.OPTION1({
      GATE: () => colon !== undefined,
      DEF: () => {
        values.push(this.ident(this.CONSUME1(t.Word)));
        this.MANY(() => {
          this.CONSUME(t.Bar);
          this.OPTION2(() => values.push(this.ident(this.CONSUME2(t.Word))));
        });
      },
    });
    this.ACTION(() => {
      if (values.length === 0)
        this.expected(`the values of \`${key.text}\`, as in \`${key.text}: prod | test\``);
    });
    return { key, values };
  });

  tier = this.RULE('tier', () => {
    this.CONSUME(keyword('tier'));
    const name = this.SUBRULE(this.newName);
    this.SUBRULE(this.blockStart, { ARGS: [false] });
    return { kind: 'tier' as const, name };
  });

  ruleset = this.RULE('ruleset', () => {
    this.CONSUME(keyword('ruleset'));
    const name = this.SUBRULE(this.newName);
    this.SUBRULE(this.blockStart, { ARGS: [false] });
    return { kind: 'ruleset' as const, name };
  });

  test = this.RULE('test', () => {
    this.CONSUME(keyword('test'));
    const title = this.SUBRULE(this.optionalText);
    this.ACTION(() => {
      if (title === undefined) this.expected('what the test says, as a string');
    });
    this.SUBRULE(this.blockStart, { ARGS: [false] });
    return { kind: 'test' as const, title };
  });

  property = this.RULE('property', () => {
    const property = this.SUBRULE(this.pair);
    this.SUBRULE(this.rest);
    return { kind: 'property' as const, property };
  });

  rule = this.RULE('rule', () => {
    const flow = this.OPTION(() => this.SUBRULE(this.flowName));
    const action = this.OPTION1(() =>
      this.OR([
        { ALT: () => this.ident(this.CONSUME(keyword('allow'))) },
        { ALT: () => this.ident(this.CONSUME(keyword('deny'))) },
        { ALT: () => this.ident(this.CONSUME(keyword('pass'))) },
      ]),
    );
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

  /** Text that begins no item; the outline has reported it. */
  bad = this.RULE('bad', () => {
    this.MANY(() => this.SUBRULE(this.anyToken));
    return { kind: 'bad' as const };
  });

  /** `SOURCE to DESTINATION on SERVICES as IDENTITIES when CONDITIONS { properties }`. */
  clauses = this.RULE('clauses', () => {
    const found: Clauses = { source: missing(0), reaches: false, properties: [], end: 0 };
    this.found = found;
    found.source = this.SUBRULE(this.value, { ARGS: [`a source: ${endpoints}`] });
    found.end = this.lastEnd();
    this.MANY(() => this.SUBRULE(this.clause));
    return found;
  });

  clause = this.RULE('clause', () => {
    const found = this.found;
    const properties = this.OR<Property[] | undefined>([
      {
        ALT: () => {
          this.only(this.CONSUME(keyword('to')), found.destination);
          found.destination = this.SUBRULE(this.value, { ARGS: [`a destination: ${endpoints}`] });
          return undefined;
        },
      },
      {
        ALT: () => {
          found.reaches = true;
          this.only(this.CONSUME(keyword('reaches')), found.destination);
          found.destination = this.SUBRULE1(this.value, { ARGS: [`a destination: ${endpoints}`] });
          return undefined;
        },
      },
      {
        ALT: () => {
          this.only(this.CONSUME(keyword('on')), found.services);
          found.services = this.SUBRULE2(this.value, {
            ARGS: ['a service, such as `https` or `tcp/8443`, or `any`'],
          });
          return undefined;
        },
      },
      {
        ALT: () => {
          this.only(this.CONSUME(keyword('as')), found.identities);
          found.identities = this.SUBRULE3(this.value, { ARGS: ['an identity'] });
          return undefined;
        },
      },
      {
        ALT: () => {
          this.only(this.CONSUME(keyword('when')), found.conditions);
          found.conditions = this.SUBRULE4(this.value, { ARGS: ['a condition'] });
          return undefined;
        },
      },
      { ALT: () => void (found.hops = this.SUBRULE(this.hops)) },
      { ALT: () => this.SUBRULE(this.properties) },
      { ALT: () => void this.stray(this.CONSUME(t.Stray)) },
    ]);
    this.ACTION(() => {
      if (properties) found.properties = properties;
      else found.end = this.lastEnd();
    });
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

  /** A value, or `missing`; `what` names it in words for that case. */
  value = this.RULE('value', (what: string): Expr => {
    const found = this.OPTION({ GATE: () => this.beginsValue(), DEF: () => this.SUBRULE(this.set) });
    return found ?? this.ACTION(() => this.expected(what));
  });

  /** A set or a single value, and what is taken out of it. */
  set = this.RULE('set', (): Expr => {
    const base = this.SUBRULE(this.operand);
    let without: Expr | undefined;
    this.MANY(() => {
      const word = this.CONSUME(keyword('except'));
      const found = this.OPTION({ GATE: () => this.beginsValue(), DEF: () => this.SUBRULE1(this.operand) });
      this.ACTION(() => {
        if (without !== undefined) {
          this.report(
            '`except` stands once. Write what to leave out as a list: `except [a, b]`.',
            this.span(word),
          );
        }
        without ??= found ?? this.expected('what to leave out');
      });
    });
    return this.ACTION(() =>
      without === undefined
        ? base
        : { kind: 'except', base, without, span: { start: base.span.start, end: without.span.end } },
    );
  });

  operand = this.RULE('operand', (): Expr =>
    this.OR<Expr>([
      { ALT: () => ({ kind: 'any', span: this.span(this.CONSUME(keyword('any'))) }) },
      { ALT: () => ({ kind: 'unclaimed', span: this.span(this.CONSUME(keyword('unclaimed'))) }) },
      { ALT: () => this.SUBRULE(this.nameOrService) },
      { ALT: () => this.SUBRULE(this.address) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.labelMap) },
      { ALT: () => this.SUBRULE(this.text_) },
      { ALT: () => this.SUBRULE(this.dateOrNumber) },
    ]),
  );

  nameOrService = this.RULE('nameOrService', (): Expr => {
    const name = this.CONSUME(t.Name);
    const service = this.OPTION(() => {
      this.CONSUME(t.Slash);
      const from = this.OPTION1(() => this.CONSUME(t.Integer));
      const to = this.OPTION2(() => {
        this.CONSUME(t.Minus);
        return { last: this.OPTION3(() => this.CONSUME1(t.Integer)) };
      });
      return { from, to };
    });
    return this.ACTION(() => {
      if (service === undefined) return { kind: 'name', text: name.image, span: this.span(name) };
      if (service.from === undefined || (service.to && service.to.last === undefined)) {
        this.expected('a port, as in `tcp/443` or `tcp/9000-9010`');
      }
      const from = Number(service.from?.image);
      const to = service.to?.last ? Number(service.to.last.image) : from;
      const span = { start: this.span(name).start, end: this.lastEnd() };
      return { kind: 'service', protocol: this.ident(name), from, to, span };
    });
  });

  address = this.RULE('address', (): Expr => {
    const from = this.OR([{ ALT: () => this.CONSUME(t.IPv4) }, { ALT: () => this.CONSUME(t.IPv6) }]);
    const suffix = this.OPTION(() =>
      this.OR1([
        {
          ALT: () => {
            this.CONSUME(t.Slash);
            return { prefix: this.OPTION1(() => this.CONSUME(t.Integer)), to: undefined, range: false };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Minus);
            const to = this.OPTION2(() =>
              this.OR2([{ ALT: () => this.CONSUME1(t.IPv4) }, { ALT: () => this.CONSUME1(t.IPv6) }]),
            );
            return { prefix: undefined, to, range: true };
          },
        },
      ]),
    );
    return this.ACTION(() => {
      if (suffix && !suffix.prefix && !suffix.to) {
        this.expected(
          suffix.range ? 'the last address of the range' : 'the length of the prefix, as in `10.0.0.0/8`',
        );
      }
      return {
        kind: 'address',
        from: from.image,
        ...(suffix?.prefix && { prefix: Number(suffix.prefix.image) }),
        ...(suffix?.to && { to: suffix.to.image }),
        span: { start: this.span(from).start, end: this.lastEnd() },
      };
    });
  });

  list = this.RULE('list', (): Expr => {
    const elements: Expr[] = [];
    let separated = true;
    const open = this.CONSUME(t.BracketOpen);
    this.MANY({
      GATE: () => this.continuesList(),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const element = this.SUBRULE(this.set);
              this.ACTION(() => {
                if (!separated)
                  this.report('Two elements of a list need a comma between them.', element.span);
                separated = false;
                elements.push(element);
              });
            },
          },
          {
            ALT: () => {
              const comma = this.CONSUME(t.Comma);
              this.ACTION(() => {
                if (separated)
                  this.report('This comma has no element before it. Delete it.', this.span(comma));
                separated = true;
              });
            },
          },
          { ALT: () => this.stray(this.CONSUME(t.Stray)) },
        ]),
    });
    this.OPTION(() => this.CONSUME(t.BracketClose));
    return this.ACTION(() => {
      this.checkClosed(open, ']', t.BracketClose);
      return { kind: 'list', elements, span: { start: this.span(open).start, end: this.lastEnd() } };
    });
  });

  labelMap = this.RULE('labelMap', (): Expr => {
    const pairs: LabelPair[] = [];
    const open = this.CONSUME(t.BraceOpen);
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.BraceClose,
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const key = this.ident(this.CONSUME(t.Word));
              this.ACTION(() => this.checkSeparated(pairs.at(-1)?.value.span, key.span));
              const colon = this.OPTION(() => this.CONSUME(t.Colon));
              const value = this.OPTION1({
                GATE: () => colon !== undefined && this.LA(2).tokenType !== t.Colon,
                DEF: () => this.ident(this.CONSUME1(t.Word)),
              });
              this.ACTION(() => {
                if (value === undefined)
                  this.expected(`the value of \`${key.text}\`, as in \`${key.text}: prod\``);
                else pairs.push({ key, value });
              });
            },
          },
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.stray(this.CONSUME(t.Stray)) },
        ]),
    });
    this.OPTION2(() => this.CONSUME(t.BraceClose));
    return this.ACTION(() => {
      this.checkClosed(open, '}', t.BraceClose);
      return { kind: 'labels', pairs, span: { start: this.span(open).start, end: this.lastEnd() } };
    });
  });

  text_ = this.RULE('text', (): Expr => {
    const token = this.CONSUME(t.Text);
    return this.ACTION(() => ({ kind: 'string', value: this.unescape(token), span: this.span(token) }));
  });

  dateOrNumber = this.RULE('dateOrNumber', (): Expr =>
    this.OR<Expr>([
      {
        ALT: () => {
          const token = this.CONSUME(t.DateWord);
          return { kind: 'date', text: token.image, span: this.span(token) };
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(t.Integer);
          return { kind: 'integer', value: Number(token.image), span: this.span(token) };
        },
      },
    ]),
  );

  optionalProperties = this.RULE(
    'optionalProperties',
    (): Property[] => this.OPTION(() => this.SUBRULE(this.properties)) ?? [],
  );

  properties = this.RULE('properties', (): Property[] => {
    const found: Property[] = [];
    const open = this.CONSUME(t.BraceOpen);
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.BraceClose,
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const property = this.SUBRULE(this.pair);
              this.ACTION(() => this.checkSeparated(found.at(-1)?.span, property.span));
              found.push(property);
            },
          },
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.stray(this.CONSUME(t.Stray)) },
        ]),
    });
    this.OPTION(() => this.CONSUME(t.BraceClose));
    this.ACTION(() => this.checkClosed(open, '}', t.BraceClose));
    return found;
  });

  pair = this.RULE('pair', (): Property => {
    const key = this.ident(this.CONSUME(t.Word));
    const equals = this.OPTION(() => this.CONSUME(t.Equals));
    const value = this.OPTION1({
      GATE: () => equals !== undefined,
      DEF: () => this.SUBRULE(this.value, { ARGS: [`the value of \`${key.text}\``] }),
    });
    return this.ACTION(() => {
      if (equals === undefined) this.expected(`\`= value\` after \`${key.text}\``);
      const given = value ?? missing(this.lastEnd());
      return {
        key,
        value: given,
        span: { start: key.span.start, end: Math.max(key.span.end, given.span.end, this.lastEnd()) },
      };
    });
  });

  /** The name of a new thing: one word that is not reserved, without dots. */
  newName = this.RULE('newName', () => {
    const token = this.OPTION(() => this.CONSUME(t.Word));
    return this.ACTION(() => {
      if (token === undefined) {
        this.expected('a name');
        return undefined;
      }
      const name = this.ident(token);
      if (token.tokenType === t.Name) {
        this.checkUndotted(name);
        return name;
      }
      this.report(
        `\`${name.text}\` is a reserved word and can name nothing. Choose another name.`,
        name.span,
      );
      return undefined;
    });
  });

  optionalText = this.RULE('optionalText', () => {
    const token = this.OPTION(() => this.CONSUME(t.Text));
    return this.ACTION(() => (token === undefined ? undefined : this.unescape(token)));
  });

  equals = this.RULE('equals', () => {
    const token = this.OPTION(() => this.CONSUME(t.Equals));
    this.ACTION(() => {
      if (token === undefined) this.expected('`=`');
    });
  });

  /** The `{` of a block, with whatever stands before it stepped over. A zone may have none. */
  blockStart = this.RULE('blockStart', (optional: boolean) => {
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.BraceOpen,
      DEF: () => {
        const token = this.SUBRULE(this.anyToken);
        this.stray(token);
      },
    });
    const open = this.OPTION(() => this.CONSUME(t.BraceOpen));
    this.ACTION(() => {
      if (open === undefined && !optional) this.expected('`{`');
    });
  });

  /** What is left of an item after its end: reported once. */
  rest = this.RULE('rest', () => {
    let first: IToken | undefined;
    this.MANY(() => {
      const token = this.SUBRULE(this.anyToken);
      first ??= token;
    });
    this.ACTION(() => {
      if (first !== undefined) this.stray(first);
    });
  });

  anyToken = this.RULE('anyToken', () =>
    this.OR([{ ALT: () => this.CONSUME(t.Stray) }, { ALT: () => this.CONSUME(t.ClauseStart) }]),
  );

  private beginsValue(): boolean {
    const type = this.LA(1).tokenType;
    if (type === t.BraceOpen) return this.beginsLabelMap();
    return type !== t.Name || this.LA(2).tokenType !== t.Equals;
  }

  private beginsLabelMap(): boolean {
    if (this.LA(2).tokenType === t.BraceClose) return true;
    return this.LA(3).tokenType === t.Colon;
  }

  private continuesList(): boolean {
    const type = this.LA(1).tokenType;
    return (
      type !== t.BracketClose && type !== t.BraceClose && (type !== t.BraceOpen || this.beginsLabelMap())
    );
  }

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

  /** Of several things missing at one place only the first is reported: the rest follows from it. */
  private missingClause(at: number, what: string): Expr {
    if (!this.problems.some(({ span }) => span.start === at && span.end === at))
      this.report(`Here is missing ${what}.`, { start: at, end: at });
    return missing(at);
  }

  private checkUndotted(name: Ident): void {
    if (!name.text.includes('.')) return;
    const last = name.text.slice(name.text.lastIndexOf('.') + 1);
    this.report(`A new name has no dots. Declare \`${last}\` inside the zone it belongs to.`, name.span);
  }

  private checkSeparated(before: Span | undefined, next: Span): void {
    if (before === undefined) return;
    const between = this.text.slice(this.base + before.end, this.base + next.start);
    if (!/[,\r\n]/.test(between)) this.report('A comma or a new line is missing before this.', next);
  }

  private checkClosed(open: IToken | undefined, mark: string, type: TokenType): void {
    if (open === undefined) this.expected('`{`');
    else if (this.LA(0).tokenType !== type) {
      this.report(`This \`${open.image}\` is never closed. Add the missing \`${mark}\`.`, this.span(open));
    }
  }

  private unescape(token: IToken): string {
    const span = this.span(token);
    if (token.tokenType === t.OpenText) {
      this.problems.push({
        code: 'syntax-error',
        message: 'This string is never closed. Add the missing `"` on the same line.',
        span,
        replacement: { title: 'Add the missing `"`', text: `${token.image}"` },
      });
    }
    const inner = token.tokenType === t.OpenText ? token.image.slice(1) : token.image.slice(1, -1);
    return inner.replace(/\\(.?)/g, (whole, char: string) => {
      if (char === 'n') return '\n';
      if (char !== '"' && char !== '\\') {
        this.report(`\`${whole}\` means nothing in a string. Write \`\\"\`, \`\\\\\` or \`\\n\`.`, span);
      }
      return char;
    });
  }

  /** Reports a token that fits nowhere; only the first of an item, what follows it is mostly the same mistake. */
  private stray(token: IToken): undefined {
    if (this.RECORDING_PHASE || this.strayed) return;
    this.strayed = true;
    const reserved = t.keywords.has(token.image);
    const why = reserved ? 'is a reserved word and has no place here' : 'has no place here';
    const remedy =
      token.tokenType === t.Name ? 'Delete it, or write several as a list: `[a, b]`.' : 'Delete it.';
    const shown = token.image.length > 30 ? `${token.image.slice(0, 30)}…` : token.image;
    this.report(`\`${shown}\` ${why}. ${remedy}`, this.span(token));
  }

  private expected(what: string): Expr {
    return this.missingClause(this.lastEnd(), what);
  }

  private report(message: string, span: Span): void {
    this.problems.push({ code: 'syntax-error', message, span });
  }

  private ident(token: IToken): Ident {
    return { text: token.image, span: this.span(token) };
  }

  private span(token: IToken): Span {
    const start = token.startOffset - this.base;
    return { start, end: start + token.image.length };
  }

  /** Offset after the token that was read last. */
  private lastEnd(): number {
    const token = this.LA(0);
    return token.image === '' ? 0 : this.span(token).end;
  }
}

const missing = (at: number): Expr => ({ kind: 'missing', span: { start: at, end: at } });
