import type { IOrAlt } from 'chevrotain';
import { missingComma, needlessComma } from '../mends.js';
import * as t from '../tokens.js';
import type { Expr, LabelPair, Property } from '../tree.js';
import { missing, ReportingParser } from './reporting.js';

const { keyword } = t;

/**
 * Sets, values and properties. There is one rule for every set and value: what fits where is checked by meaning, in
 * better words than a grammar has.
 */
export abstract class ValueGrammar extends ReportingParser {
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

  operand = this.RULE('operand', (): Expr => this.OR((this.operandChoices ??= this.makeOperandChoices())));

  /** Made once: every set and value comes by here. */
  private operandChoices: IOrAlt<Expr>[] | undefined;
  private makeOperandChoices(): IOrAlt<Expr>[] {
    return [
      { ALT: () => this.SUBRULE(this.nameOrService) },
      { ALT: () => ({ kind: 'any', span: this.span(this.CONSUME(keyword('any'))) }) },
      { ALT: () => ({ kind: 'unclaimed', span: this.span(this.CONSUME(keyword('unclaimed'))) }) },
      { ALT: () => this.SUBRULE(this.address) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.labelMap) },
      { ALT: () => this.SUBRULE(this.text_) },
      { ALT: () => this.SUBRULE(this.dateOrNumber) },
    ];
  }

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
      if (service === undefined) return { kind: 'name', text: this.word(name.image), span: this.span(name) };
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
        prefix: suffix?.prefix && Number(suffix.prefix.image),
        to: suffix?.to?.image,
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
                  this.report(
                    'Two elements of a list need a comma between them.',
                    element.span,
                    missingComma,
                  );
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
                  this.report(
                    'This comma has no element before it. Delete it.',
                    this.span(comma),
                    needlessComma,
                  );
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
    const word = this.CONSUME(t.Word);
    const key = { text: this.word(word.image), span: this.span(word) };
    const equals = this.OPTION(() => this.CONSUME(t.Equals));
    const colon = this.OPTION2({ GATE: () => equals === undefined, DEF: () => this.CONSUME(t.Colon) });
    const value = this.OPTION1({
      GATE: () => equals !== undefined || colon !== undefined,
      DEF: () => this.SUBRULE(this.value, { ARGS: [`the value of \`${key.text}\``] }),
    });
    return this.ACTION(() => {
      if (colon !== undefined) this.colonForEquals(colon);
      else if (equals === undefined) this.expected(`\`= value\` after \`${key.text}\``);
      const given = value ?? missing(this.lastEnd());
      return {
        key,
        value: given,
        span: { start: key.span.start, end: Math.max(key.span.end, given.span.end, this.lastEnd()) },
      };
    });
  });

  protected beginsValue(): boolean {
    const type = this.LA(1).tokenType;
    if (type === t.BraceOpen) return this.beginsLabelMap();
    return type !== t.Name || this.LA(2).tokenType !== t.Equals;
  }

  protected beginsLabelMap(): boolean {
    if (this.LA(2).tokenType === t.BraceClose) return true;
    return this.LA(3).tokenType === t.Colon;
  }

  protected continuesList(): boolean {
    const type = this.LA(1).tokenType;
    return (
      type !== t.BracketClose && type !== t.BraceClose && (type !== t.BraceOpen || this.beginsLabelMap())
    );
  }
}
