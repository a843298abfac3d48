import type { Page } from 'playwright-core';

/**
 * How the browser shows each shape and text below a selector, in their order, without what is there for interaction alone:
 * colours to the nearest step of 255.
 */
export async function looks(page: Page, below: string): Promise<string[]> {
  return page.evaluate<string[]>(`(${inPage})(${JSON.stringify(below)})`);
}

/** Runs in the page. */
const inPage = `(selector) => {
  const ofShapes = ['fill', 'fillOpacity', 'stroke', 'strokeWidth', 'strokeDasharray'];
  const ofTexts = [...ofShapes, 'fontSize', 'fontWeight'];
  const plain = (value) => {
    const srgb = /^color\\(srgb ([^)]*)\\)$/.exec(value);
    if (srgb === null) return value;
    return 'rgb(' + srgb[1].split(' ').map((part) => Math.round(part * 255)).join(', ') + ')';
  };
  return [...document.querySelectorAll(selector + ' :is(path, rect, circle, text)')]
    .filter((shape) => shape.closest('.ring, .hit, .toggle, .on-demand, .extras, .hops') === null)
    .map((shape) => {
      const style = getComputedStyle(shape);
      const properties = shape.localName === 'text' ? ofTexts : ofShapes;
      return [shape.localName, ...properties.map((property) => plain(style[property]))].join(' ');
    });
}`;
