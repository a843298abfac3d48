import type { Measure } from '../../picture/sizes.js';
import { fonts } from '../../picture/text-width.js';

/** Measures text in the fonts of the page, each text once. */
export function textMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = pageFonts();
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      const { size, bold, spacing } = fonts[font];
      if (context !== null) context.font = `${bold ? 600 : 400} ${size}px ${family}`;
      width = (context?.measureText(text).width ?? text.length * 7) + spacing * text.length;
      known.set(key, width);
    }
    return width;
  };
}

/** The fonts of the page, as CSS writes a list of them. */
export const pageFonts = (): string => getComputedStyle(document.body).fontFamily || 'sans-serif';
