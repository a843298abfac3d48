/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * A value of the style with variables put in and colours mixed: `var(--name)` and `color-mix(in srgb, A 20%, B)`. What is
 * neither stays as it is.
 */
export function evaluate(value: string, variables: Readonly<Record<string, string>>): string {
  const whole = value.replace(/var\((--[\w-]+)\)/g, (_, name: string) => variables[name] ?? 'none');
  const mix = /^color-mix\(in srgb, (.+?) ([\d.]+)%, (.+)\)$/.exec(whole);
  if (mix === null) return whole;
  const [a, b] = [parseColour(evaluate(mix[1], variables)), parseColour(evaluate(mix[3], variables))];
  return a === undefined || b === undefined
    ? 'currentColor'
    : formatColour(mixed(a, b, Number(mix[2]) / 100));
}

/** Mixes as CSS does: with colours weighted by their opacity. */
function mixed(a: Colour, b: Colour, share: number): Colour {
  const alpha = a[3] * share + b[3] * (1 - share);
  const channel = (i: 0 | 1 | 2): number =>
    alpha === 0 ? 0 : (a[i] * a[3] * share + b[i] * b[3] * (1 - share)) / alpha;
  return [channel(0), channel(1), channel(2), alpha];
}

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)` and `color(srgb …)`, as browsers print computed colours. */
function parseColour(text: string): Colour | undefined {
  const hex = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const pairs = hex.length < 6 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    const [red, green, blue, alpha = 255] = pairs.map((pair) => parseInt(pair, 16));
    return [red, green, blue, alpha / 255];
  }
  const call = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(text.trim());
  if (call === null) return undefined;
  const [red, green, blue, alpha = 1] = call[2].split(/[\s,/]+/).map(Number);
  const scale = call[1] === 'color' ? 255 : 1;
  const colour: Colour = [red * scale, green * scale, blue * scale, alpha];
  return colour.every(Number.isFinite) ? colour : undefined;
}

function formatColour([red, green, blue, alpha]: Colour): string {
  const digits = (value: number): string => Math.round(value).toString(16).padStart(2, '0');
  const opaque = `#${digits(red)}${digits(green)}${digits(blue)}`;
  return alpha >= 0.999 ? opaque : opaque + digits(alpha * 255);
}
