import { rootVariables, styleOf, type Styled } from './cascade.js';
import { layers, sceneParts } from './draw.js';
import { round } from './geometry.js';
import type { Scene } from './scene.js';
import type { Measure } from './sizes.js';
import type { Theme } from './style.js';
import { svg, type SvgNode } from './svg.js';

/** Free room around the picture, in pixels. */
const margin = 32;

export interface FileWishes {
  readonly measure: Measure;
  /** What the picture is of, for screen readers and as a tooltip. */
  readonly title: string;
  /** As CSS writes a list of fonts. */
  readonly fontFamily: string;
  readonly theme: Theme;
  /** What is laid over the picture, in its own coordinates. */
  readonly over?: readonly SvgNode[];
  /** Where it is given, viewers that prefer dark show the file in this theme. */
  readonly dark?: Theme;
}

/**
 * The picture as a file of its own: all that is shown and nothing for interaction, no scripts, no references. Colours are
 * attributes, which every program that shows SVG knows; a dark theme is a style sheet on top of them.
 */
export function pictureFile(scene: Scene, wishes: FileWishes): string {
  const { bounds } = scene.picture;
  const [x, y] = [bounds.x - margin, bounds.y - margin].map(round);
  const [width, height] = [bounds.width + 2 * margin, bounds.height + 2 * margin].map(round);
  const painter = new Painter(wishes);
  const ground = svg('rect', { class: 'ground', x, y, width, height });
  const drawn = [
    painter.paint(ground),
    ...[...drawingOf(scene, wishes.measure), ...(wishes.over ?? [])].map((group) => painter.paint(group)),
  ];
  const root = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `${x} ${y} ${width} ${height}`,
      width,
      height,
      role: 'img',
      'font-family': wishes.fontFamily,
    },
    svg('title', {}, wishes.title),
    painter.sheet(),
    ...drawn,
  );
  return `${textOf(root)}\n`;
}

/** The groups of the drawing from below to above. */
function drawingOf(scene: Scene, measure: Measure): SvgNode[] {
  const parts = sceneParts(scene, measure);
  return layers.map((layer) => {
    const own = parts.filter((part) => part.layer === layer);
    return svg('g', {}, ...own.map(({ attributes, content }) => svg('g', attributes, ...content())));
  });
}

/** Attributes that are for interaction, or are read by `styleOf` alone. */
const isInteraction = (name: string): boolean => /^(class|role|(aria|data)-.*)$/.test(name);

/** Parts of the drawing that are for interaction. */
const invisible: ReadonlySet<string> = new Set(['ring', 'hit', 'toggle']);

/** Puts the style of the picture into its elements. */
class Painter {
  private readonly light: Theme;
  private readonly dark: Theme | undefined;
  /** Style rules for the dark theme, by what they say. */
  private readonly classes = new Map<string, string>();

  constructor({ theme, dark }: FileWishes) {
    this.light = rootVariables(theme);
    this.dark = dark && rootVariables(dark);
  }

  paint(node: SvgNode): SvgNode {
    return this.painted([node], this.light, this.dark) ?? svg('g', {});
  }

  /** The style sheet of all that has been painted. */
  sheet(): SvgNode | null {
    if (this.classes.size === 0) return null;
    const rules = [...this.classes].map(([declarations, name]) => `.${name}{${declarations}}`);
    return svg('style', {}, `@media (prefers-color-scheme:dark){${rules.join('')}}`);
  }

  private painted(
    ancestry: readonly SvgNode[],
    lightAround: Theme,
    darkAround: Theme | undefined,
  ): SvgNode | undefined {
    const node = ancestry[ancestry.length - 1];
    if (invisible.has(String(node.attributes.class))) return undefined;
    const light = styleOf(ancestry, lightAround);
    const dark = darkAround && styleOf(ancestry, darkAround);
    if (light.styled.display === 'none') return undefined;
    const children = node.children.flatMap((child): (SvgNode | string)[] => {
      if (typeof child === 'string') return [child];
      const painted = this.painted([...ancestry, child], light.variables, dark?.variables);
      return painted === undefined ? [] : [painted];
    });
    const kept = Object.entries(node.attributes).filter(([name]) => !isInteraction(name));
    const name = dark && this.classFor(light.styled, dark.styled);
    const attributes = { ...Object.fromEntries(kept), ...light.styled, ...(name && { class: name }) };
    return { name: node.name, attributes, children };
  }

  /** The class of an element that looks different in the dark. */
  private classFor(light: Styled, dark: Styled): string | undefined {
    const different = Object.entries(dark).filter(([property, value]) => light[property] !== value);
    if (different.length === 0) return undefined;
    const declarations = different.map(([property, value]) => `${property}:${value}`).join(';');
    const name = this.classes.get(declarations) ?? `d${this.classes.size}`;
    this.classes.set(declarations, name);
    return name;
  }
}

/** The element as text, without anything between elements. */
function textOf({ name, attributes, children }: SvgNode): string {
  const listed = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  const inner = children
    .map((child) => (typeof child === 'string' ? escaped(child) : textOf(child)))
    .join('');
  return inner === '' ? `<${name}${listed}/>` : `<${name}${listed}>${inner}</${name}>`;
}

/**
 * Text for XML, in an element or an attribute. Characters that XML forbids would make the whole file unreadable; those
 * that turn the direction of writing would let a name look like another. Both are shown as a sign for what is not shown.
 */
const escaped = (text: string): string =>
  text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
