import { evaluate } from './colour.js';
import { style, type Declarations, type Theme } from './style.js';
import type { SvgNode } from './svg.js';

/** The declarations of `style` that hold for an element, worked out: variables and mixed colours have become values. */
export type Styled = Readonly<Record<string, string>>;

/** An element with the elements around it, the outermost first: what a selector is matched against. */
export type Ancestry = readonly SvgNode[];

interface Compound {
  readonly name: string | undefined;
  readonly classes: readonly string[];
  /** It has to be the parent of what follows, not any element around it. */
  readonly isParent: boolean;
}

interface Rule {
  readonly compounds: readonly Compound[];
  readonly weight: number;
  readonly declarations: Declarations;
}

/** In the order in which they override each other: by the number of classes, then names, then by place. */
const rules: readonly Rule[] = style
  .map(([selector, declarations]): Rule => {
    const compounds = selector
      .split(/\s+(?!>)/)
      .reverse()
      .flatMap((part, index, parts) => (part === '>' ? [] : [compoundOf(part, parts[index - 1] === '>')]));
    const weight = compounds.reduce(
      (sum, { name, classes }) => sum + classes.length * 100 + (name === undefined ? 0 : 1),
      0,
    );
    return { compounds, weight, declarations };
  })
  .sort((a, b) => a.weight - b.weight);

function compoundOf(text: string, isParent: boolean): Compound {
  const [name, ...classes] = text.split('.');
  return { name: name === '' ? undefined : name, classes, isParent };
}

/** How an element looks. `inherited` are the variables of the element around it; returns its own as well. */
export function styleOf(
  ancestry: Ancestry,
  inherited: Theme,
): { readonly variables: Theme; readonly styled: Styled } {
  const found: Record<string, string | number> = {};
  for (const { compounds, declarations } of rules)
    if (matches(compounds, ancestry)) Object.assign(found, declarations);
  const variables = { ...inherited };
  for (const [property, value] of Object.entries(found))
    if (property.startsWith('--')) variables[property] = evaluate(String(value), variables);
  const styled: Record<string, string> = {};
  for (const [property, value] of Object.entries(found))
    if (!property.startsWith('--')) styled[property] = evaluate(String(value), variables);
  return { variables, styled };
}

/** The variables at the root: those of the theme, and what follows from them unless the theme says it, too. */
export function rootVariables(theme: Theme): Theme {
  const variables: Record<string, string> & Theme = { ...theme };
  for (const [property, value] of Object.entries(style[0][1]))
    variables[property] ??= evaluate(String(value), variables);
  return variables;
}

function matches([own, ...around]: readonly Compound[], ancestry: Ancestry): boolean {
  const element = ancestry.at(-1);
  if (element === undefined || !fits(own, element)) return false;
  if (around.length === 0) return true;
  const outer = ancestry.slice(0, -1);
  if (around[0].isParent) return matches(around, outer);
  return outer.some((_, index) => matches(around, outer.slice(0, index + 1)));
}

function fits({ name, classes }: Compound, { name: own, attributes }: SvgNode): boolean {
  if (name !== undefined && name !== own) return false;
  const has = String(attributes.class ?? '').split(' ');
  return classes.every((wanted) => has.includes(wanted));
}
