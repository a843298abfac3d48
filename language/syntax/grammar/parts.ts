import type { IToken } from 'chevrotain';
import * as t from '../tokens.js';
import { ValueGrammar } from './values.js';

/** The beginnings and ends of items: names, titles, blocks, and whatever is left over. */
export abstract class PartGrammar extends ValueGrammar {
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
    const colon = this.OPTION1({ GATE: () => token === undefined, DEF: () => this.CONSUME(t.Colon) });
    this.ACTION(() => {
      if (colon !== undefined) this.colonForEquals(colon);
      else if (token === undefined) this.expected('`=`');
    });
  });

  /** The `{` of a block, with whatever stands before it stepped over. A zone may have none. */
  blockStart = this.RULE('blockStart', (optional: boolean) => {
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.BraceOpen,
      DEF: () => {
        const token = this.SUBRULE(this.anyToken);
        this.stray(token, token.tokenType === t.Name ? 'Delete it, or write a title in quotes.' : undefined);
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
}
