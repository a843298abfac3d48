/** The legend: LSP's standard token types, so that every theme has colours for them. */
export const tokenTypes = [
  ...(['keyword', 'namespace', 'class', 'enum', 'interface', 'parameter', 'decorator', 'type'] as const),
  ...(['function', 'property', 'enumMember', 'variable', 'number', 'string'] as const),
] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary'] as const;

export type TokenTypeName = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];
