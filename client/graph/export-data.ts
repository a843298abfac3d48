const pngSignature = [0x89, 0x50, 0x4e, 0x47];

/**
 * The bytes of a file from what the picture sent: the text of an SVG, or a PNG in base64.
 * `undefined` where it is not what it says it is.
 */
export function exportBytes(format: 'svg' | 'png', data: string): Uint8Array | undefined {
  return format === 'svg' ? svgBytes(data) : pngBytes(data);
}

function svgBytes(data: string): Uint8Array | undefined {
  return /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(data) ? new TextEncoder().encode(data) : undefined;
}

function pngBytes(data: string): Uint8Array | undefined {
  const bytes = fromBase64(data);
  return bytes && pngSignature.every((byte, index) => bytes[index] === byte) ? bytes : undefined;
}

function fromBase64(data: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** A file name that every system takes, made from a policy's name. */
export function exportName(policy: string, format: 'svg' | 'png'): string {
  const base = policy
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${base === '' ? 'policy' : base}.${format}`;
}
