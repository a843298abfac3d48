import type { Font, Measure } from './sizes.js';

/** Size in pixels, weight, and extra space after each letter of each font; `style` says the same. */
export const fonts: Readonly<
  Record<Font, { readonly size: number; readonly bold: boolean; readonly spacing: number }>
> = {
  name: { size: 13, bold: true, spacing: 0 },
  title: { size: 11, bold: false, spacing: 0 },
  chip: { size: 11, bold: false, spacing: 0 },
  badge: { size: 9, bold: true, spacing: 0.6 },
};

/**
 * Fonts of one set of widths, which every system has one of: those that `tableMeasure` measures.
 */
export const measuredFonts = "Arial, 'Liberation Sans', Helvetica, sans-serif";

/**
 * Widths of the characters U+0020 to U+007E in thousandths of the font's size, from Adobe's font metrics of Helvetica
 * and Helvetica Bold, which Arial and Liberation Sans share.
 */
const plain = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const bold = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
  556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
  556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
  333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/** Measures text by a table, where there is no canvas. Letters with marks are as wide as those without. */
export const tableMeasure: Measure = (text, font) => {
  const { size, bold: isBold, spacing } = fonts[font];
  let width = 0;
  for (const char of text.normalize('NFD')) width += (widthOf(char, isBold) * size) / 1000 + spacing;
  return width;
};

function widthOf(char: string, isBold: boolean): number {
  const code = char.codePointAt(0)!;
  const known = (isBold ? bold : plain)[code - 0x20];
  if (known !== undefined) return known;
  if (/\p{Mark}|\p{Cf}/u.test(char)) return 0;
  if (char === '·') return 278;
  // Signs of East Asia, symbols and what is drawn in colours are as wide as they are high.
  if (code >= 0x2e80 || char === '…' || char === '→' || char === '\ufffd') return 1000;
  return isBold ? 700 : 650;
}
