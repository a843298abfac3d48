import { createToken, Lexer, type TokenType } from 'chevrotain';

/** The lexer's plain data, for readers of the text beside the parser: they need not know which library makes it. */
export type { IToken, TokenType } from 'chevrotain';

/** Every word that the language reserves: it can name nothing, but may be a property key, a label key or a label value. */
export const reservedWords = [
  ...[
    'zone',
    'workload',
    'service',
    'group',
    'team',
    'identity',
    'condition',
    'labels',
    'tier',
    'ruleset',
    'flow',
  ],
  ...[
    'allow',
    'deny',
    'pass',
    'to',
    'on',
    'as',
    'when',
    'any',
    'except',
    'unclaimed',
    'never',
    'reaches',
    'within',
  ],
  ...['test', 'expect'],
] as const;

/** Words and names: all that may stand for a property key, a label key or a label value. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });

/** What begins a clause of a rule, or its properties; all other tokens are out of place between clauses. */
export const ClauseStart = createToken({ name: 'ClauseStart', pattern: Lexer.NA });
/** Any token that begins no clause: the grammar takes it up where nothing else fits, and reports it. */
export const Stray = createToken({ name: 'Stray', pattern: Lexer.NA });

/** `allow`, `deny`, `pass`. */
export const Verb = createToken({ name: 'Verb', pattern: Lexer.NA });
const verbs = new Set<string>(['allow', 'deny', 'pass']);

const clauseWords = new Set<string>(['to', 'on', 'as', 'when', 'reaches', 'within']);

/** The token type of each reserved word. They are read as names and then given their own type. */
export const keywords: ReadonlyMap<string, TokenType> = new Map(
  reservedWords.map((word) => [
    word,
    createToken({
      name: word,
      label: `\`${word}\``,
      pattern: Lexer.NA,
      categories: [Word, clauseWords.has(word) ? ClauseStart : Stray, ...(verbs.has(word) ? [Verb] : [])],
    }),
  ]),
);

/** The token type of one reserved word. */
export function keyword(word: (typeof reservedWords)[number]): TokenType {
  return keywords.get(word)!;
}

export const Name = createToken({
  name: 'Name',
  label: 'a name',
  pattern: /[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)*/,
  categories: [Word, Stray],
});
export const Text = createToken({
  name: 'Text',
  label: 'a string',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/,
  categories: [Stray],
});
/** A string without its closing quote: read up to the end of the line. */
export const OpenText = createToken({
  name: 'OpenText',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/,
  categories: [Text, Stray],
});
export const DateWord = createToken({
  name: 'Date',
  label: 'a date',
  pattern: /\d{4}-\d{1,2}-\d{1,2}/,
  categories: [Stray],
});
/**
 * At least two colons tell an IPv6 address from a label (`env:prod`). Whether it is a valid one is asked later; so a zone
 * index (`%eth0`, RFC 4007), which has no place in a policy, is a part of it.
 */
export const IPv6 = createToken({
  name: 'IPv6',
  label: 'an IPv6 address',
  pattern: /[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:]*(?:\.\d+)*(?:%\w*)?/,
  categories: [Stray],
});
export const IPv4 = createToken({
  name: 'IPv4',
  label: 'an IPv4 address',
  pattern: /\d+\.\d+(?:\.\d+)*/,
  categories: [Stray],
});
export const Integer = createToken({
  name: 'Integer',
  label: 'a number',
  pattern: /\d+/,
  categories: [Stray],
});

const mark = (name: string, label: string, category: TokenType): TokenType =>
  createToken({ name, label: `\`${label}\``, pattern: label, categories: [category] });
export const BraceOpen = mark('BraceOpen', '{', ClauseStart);
export const BraceClose = mark('BraceClose', '}', Stray);
export const BracketOpen = mark('BracketOpen', '[', Stray);
export const BracketClose = mark('BracketClose', ']', Stray);
export const Comma = mark('Comma', ',', Stray);
export const Equals = mark('Equals', '=', Stray);
export const Colon = mark('Colon', ':', Stray);
export const Bar = mark('Bar', '|', Stray);
export const Slash = mark('Slash', '/', Stray);
export const Minus = mark('Minus', '-', Stray);

/** What a text is read for beside white space and comments, in the order in which it is tried, and how each begins. */
export const lexedTokens: readonly { readonly type: TokenType; readonly begins: RegExp }[] = [
  { type: IPv6, begins: /[0-9A-Fa-f:]/ },
  { type: Name, begins: /[A-Za-z]/ },
  { type: DateWord, begins: /\d/ },
  { type: IPv4, begins: /\d/ },
  { type: Integer, begins: /\d/ },
  { type: Text, begins: /"/ },
  { type: OpenText, begins: /"/ },
];

/** Tokens of one character. */
export const marks: ReadonlyMap<string, TokenType> = new Map(
  [BraceOpen, BraceClose, BracketOpen, BracketClose, Comma, Equals, Colon, Bar, Slash, Minus].map((type) => [
    type.PATTERN as string,
    type,
  ]),
);

/** Everything the grammar may meet. */
export const grammarTokens: TokenType[] = [
  ...[
    Word,
    Verb,
    ClauseStart,
    Stray,
    ...keywords.values(),
    Name,
    Text,
    OpenText,
    DateWord,
    IPv6,
    IPv4,
    Integer,
  ],
  ...marks.values(),
];
