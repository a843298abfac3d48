/** No side of a picture may be longer: browsers give nothing for larger ones. In pixels. */
const longest = 8000;

/**
 * An SVG as PNG in base64, twice as large so that it is sharp in print, less where it would be too large.
 * Rejects where the browser cannot draw it.
 */
export async function toPng(svgText: string): Promise<string> {
  const address = URL.createObjectURL(new Blob([svgText], { type: 'image/svg+xml' }));
  try {
    const image = await load(address);
    const scale = Math.min(2, longest / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The browser has no canvas to draw on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function load(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('The picture could not be drawn as an image. Save it as SVG.'));
    image.src = address;
  });
}
