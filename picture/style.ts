/** Declarations by property; what begins with `--` is a variable, and is inherited. */
export type Declarations = Readonly<Record<string, string | number>>;

/**
 * How the picture looks: selectors with their declarations, as in a style sheet. The editor's panel takes it as CSS; for
 * a picture as a file it is applied by `cascade.ts`, so it keeps to what that knows: selectors of element names and
 * classes, ` ` and ` > `, and the functions `var` and `color-mix(in srgb, …)`.
 *
 * Who draws sets the variables of `themeVariables`. Colours of trust are mixed with the text colour, so that lines keep
 * their contrast in every theme.
 */
export const style: readonly (readonly [selector: string, declarations: Declarations])[] = [
  [
    ':root',
    {
      '--untrusted': 'color-mix(in srgb, var(--red) 82%, var(--fg))',
      '--dmz': 'color-mix(in srgb, var(--orange) 82%, var(--fg))',
      '--internal': 'color-mix(in srgb, var(--blue) 82%, var(--fg))',
      '--restricted': 'color-mix(in srgb, var(--purple) 82%, var(--fg))',
      '--none': 'color-mix(in srgb, var(--fg) 62%, var(--bg))',
      '--edge': 'color-mix(in srgb, var(--fg) 60%, var(--bg))',
      '--added': 'color-mix(in srgb, var(--green) 82%, var(--fg))',
    },
  ],
  ['.ground', { fill: 'var(--bg)' }],
  ['.trust-untrusted', { '--trust': 'var(--untrusted)' }],
  ['.trust-dmz', { '--trust': 'var(--dmz)' }],
  ['.trust-internal', { '--trust': 'var(--internal)' }],
  ['.trust-restricted', { '--trust': 'var(--restricted)' }],
  ['.trust-none', { '--trust': 'var(--none)' }],

  [
    '.node .shape',
    {
      fill: 'color-mix(in srgb, var(--trust) var(--card-tint), var(--bg))',
      stroke: 'color-mix(in srgb, var(--trust) 78%, var(--bg))',
      'stroke-width': 1.25,
    },
  ],
  [
    '.node.open .shape',
    {
      fill: 'var(--trust)',
      'fill-opacity': 'var(--zone-tint)',
      stroke: 'color-mix(in srgb, var(--trust) 60%, var(--bg))',
    },
  ],
  ['.trust-untrusted .shape', { 'stroke-dasharray': '5 4' }],
  ['.trust-dmz .shape', { 'stroke-dasharray': '12 3 2 3' }],
  ['.trust-restricted .shape', { 'stroke-width': 2.25 }],
  ['.rest .shape', { 'stroke-dasharray': '1.5 3.5', 'stroke-linecap': 'round', fill: 'var(--bg)' }],
  [
    '.behind',
    {
      fill: 'none',
      stroke: 'color-mix(in srgb, var(--trust) 60%, var(--bg))',
      'stroke-width': 1.25,
      'stroke-linecap': 'round',
    },
  ],
  [
    '.icon',
    {
      fill: 'none',
      stroke: 'var(--trust)',
      'stroke-width': 1.3,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
  ],
  ['.name', { 'font-size': '13px', 'font-weight': 600, fill: 'var(--fg)' }],
  ['.rest .name', { 'font-style': 'italic', 'font-weight': 400 }],
  ['.title', { 'font-size': '11px', fill: 'var(--muted)' }],
  [
    '.toggle circle',
    { fill: 'var(--bg)', stroke: 'color-mix(in srgb, var(--trust) 60%, var(--bg))', 'stroke-width': 1 },
  ],
  ['.toggle path', { fill: 'none', stroke: 'var(--fg)', 'stroke-width': 1.5, 'stroke-linecap': 'round' }],
  ['.pill', { fill: 'color-mix(in srgb, var(--trust) 16%, var(--bg))', stroke: 'none' }],
  // Arrows may run below a zone's name: the ground around the letters keeps it legible.
  [
    '.header .name',
    {
      'paint-order': 'stroke',
      stroke: 'color-mix(in srgb, var(--trust) var(--card-tint), var(--bg))',
      'stroke-width': '4px',
      'stroke-linejoin': 'round',
    },
  ],
  [
    '.header .title',
    {
      'paint-order': 'stroke',
      stroke: 'color-mix(in srgb, var(--trust) var(--card-tint), var(--bg))',
      'stroke-width': '4px',
      'stroke-linejoin': 'round',
    },
  ],
  [
    '.pill-text',
    {
      'font-size': '9px',
      'font-weight': 700,
      'letter-spacing': '0.6px',
      fill: 'color-mix(in srgb, var(--trust) 70%, var(--fg))',
    },
  ],
  ['.bar', { fill: 'color-mix(in srgb, var(--fg) 18%, var(--bg))' }],
  ['.bar.filled', { fill: 'var(--trust)' }],

  ['.line', { fill: 'none', stroke: 'var(--edge)', 'stroke-width': 1.4 }],
  ['.several .line', { 'stroke-width': 2.1 }],
  ['.head', { fill: 'var(--edge)', stroke: 'var(--edge)', 'stroke-width': 0.8, 'stroke-linejoin': 'round' }],
  [
    '.chip-back',
    { fill: 'var(--bg)', stroke: 'color-mix(in srgb, var(--fg) 26%, var(--bg))', 'stroke-width': 1 },
  ],
  ['.chip-text', { 'font-size': '11px', fill: 'color-mix(in srgb, var(--fg) 88%, var(--bg))' }],
  ['.chip.on-demand', { display: 'none' }],
  [
    '.loop circle',
    { fill: 'var(--bg)', stroke: 'color-mix(in srgb, var(--fg) 34%, var(--bg))', 'stroke-width': 1 },
  ],
  [
    '.loop path',
    {
      fill: 'none',
      stroke: 'var(--edge)',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
  ],

  // What is laid over the picture.
  ['.denied', { '--extra': 'var(--error)' }],
  ['.removed', { '--extra': 'var(--error)' }],
  ['.passed', { '--extra': 'var(--info)' }],
  ['.expired', { '--extra': 'var(--muted)' }],
  ['.added', { '--extra': 'var(--added)' }],
  ['.extra .line', { fill: 'none', stroke: 'var(--extra)', 'stroke-width': 1.6 }],
  ['.extra .tip', { fill: 'none', stroke: 'var(--extra)', 'stroke-width': 2.4, 'stroke-linecap': 'round' }],
  ['.extra.added .line', { 'stroke-width': 2.6 }],
  ['.extra.denied .line', { 'stroke-dasharray': '2 4' }],
  ['.extra.removed .line', { 'stroke-dasharray': '7 4', 'stroke-width': 2.4 }],
  ['.extra.passed .line', { 'stroke-dasharray': '12 4' }],
  ['.extra.expired .line', { 'stroke-dasharray': '1 6', 'stroke-linecap': 'round' }],
  ['.extra .disc', { fill: 'var(--bg)', stroke: 'var(--extra)', 'stroke-width': 1.4 }],
  ['.extra .sign', { 'font-size': '11px', 'font-weight': 700, fill: 'var(--fg)' }],

  ['.mark path', { stroke: 'var(--bg)', 'stroke-width': 1.5 }],
  ['.mark.error path', { fill: 'var(--error)' }],
  ['.mark.warning path', { fill: 'var(--warning)' }],
  ['.mark.info path', { fill: 'var(--info)' }],
  ['.mark.hint path', { fill: 'var(--info)' }],
  ['.mark text', { 'font-size': '10px', 'font-weight': 700, fill: 'var(--bg)' }],
];

/** What a theme says; the rest of the colours follow. A theme may also set what `:root` derives, such as `--edge`. */
export const themeVariables = [
  '--bg',
  '--fg',
  '--muted',
  '--red',
  '--orange',
  '--blue',
  '--purple',
  '--green',
  '--error',
  '--warning',
  '--info',
  '--card-tint',
  '--zone-tint',
] as const;

/** Values of variables, as CSS writes them. */
export type Theme = Readonly<Record<(typeof themeVariables)[number], string>> &
  Readonly<Record<string, string>>;

/** VS Code's own light and dark. */
export const themes: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    '--bg': '#ffffff',
    '--fg': '#3b3b3b',
    '--muted': '#636363',
    '--red': '#e51400',
    '--orange': '#b86e00',
    '--blue': '#1a75e0',
    '--purple': '#652d90',
    '--green': '#388a34',
    '--error': '#e51400',
    '--warning': '#bf8803',
    '--info': '#1a75e0',
    '--card-tint': '7%',
    '--zone-tint': '0.04',
  },
  dark: {
    '--bg': '#1f1f1f',
    '--fg': '#cccccc',
    '--muted': '#9d9d9d',
    '--red': '#f14c4c',
    '--orange': '#d18616',
    '--blue': '#3794ff',
    '--purple': '#b180d7',
    '--green': '#89d185',
    '--error': '#f14c4c',
    '--warning': '#cca700',
    '--info': '#3794ff',
    '--card-tint': '9%',
    '--zone-tint': '0.045',
  },
};

/** The style as a style sheet. */
export const styleSheet = (): string =>
  style
    .map(([selector, declarations]) => {
      const lines = Object.entries(declarations).map(([property, value]) => `${property}:${value}`);
      return `${selector}{${lines.join(';')}}`;
    })
    .join('\n');
