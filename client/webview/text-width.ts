import type { Font, Measure } from './sizes.js';

/** Size in pixels and weight of each font; `main.css` says the same. */
const fonts: Readonly<Record<Font, string>> = {
  name: '600 13px',
  title: '11px',
  chip: '11px',
  badge: '700 9px',
};

/** Extra space between the letters of a badge, in pixels; `main.css` says the same. */
const badgeSpacing = 0.6;

/** Measures text in the fonts of the page, each text once. */
export function textMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.body).fontFamily || 'sans-serif';
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (context !== null) context.font = `${fonts[font]} ${family}`;
      const spacing = font === 'badge' ? badgeSpacing * text.length : 0;
      width = (context?.measureText(text).width ?? text.length * 7) + spacing;
      known.set(key, width);
    }
    return width;
  };
}
