import * as t from '../tokens.js';
import type { Ident } from '../tree.js';
import { takeLookahead } from './lookahead.js';
import { endpoints, StatementGrammar } from './statements.js';

const { keyword } = t;
const identityKinds = 'user, group, service-account, spiffe or iam-role';

/**
 * The rules of the grammar of one item, in Chevrotain with embedded actions.
 *
 * It is total: any sequence of tokens is taken up, what does not fit is reported and stepped over, what is missing is
 * reported and left `missing` in the tree. So nothing here throws for a mistake in the text, and a half-typed item keeps
 * all that was typed. There is one rule for every set and value: what fits where is checked by meaning, in better words.
 *
 * Alternatives that overlap are tried in order (`Stray` matches nearly every token and always stands last).
 */
export class ItemRules extends StatementGrammar {
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

  /** Text that begins no item; the outline has reported it. */
  bad = this.RULE('bad', () => {
    this.MANY(() => this.SUBRULE(this.anyToken));
    return { kind: 'bad' as const };
  });
}

/** The grammar of one item, ready to parse. */
export class ItemGrammar extends ItemRules {
  constructor() {
    super();
    takeLookahead(this, new Map(t.grammarTokens.map((type) => [type.name, type])));
  }
}
