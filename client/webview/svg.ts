import type { Attributes, SvgNode } from '../../picture/svg.js';

const namespace = 'http://www.w3.org/2000/svg';

/** The element that a drawing's node describes; its texts become text. */
export function render({ name, attributes, children }: SvgNode): SVGElement {
  const element = document.createElementNS(namespace, name);
  setAttributes(element, attributes);
  element.append(...children.map((child) => (typeof child === 'string' ? child : render(child))));
  return element;
}

/** A new SVG element with attributes and children; text children become text. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly (Node | string | null)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(namespace, name);
  setAttributes(element, attributes);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** A new HTML element with attributes and children; text children become text. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  setAttributes(element, attributes);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, String(value));
  }
}
