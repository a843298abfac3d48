/** The largest policy file that is read, on disk and in an editor alike: bytes of UTF-8. */
export const maxFileBytes = 16 * 1024 * 1024;

/** What is said of a larger one. `name` is the file's own, without its folders. */
export const tooLarge = (name: string): string =>
  `${name} is larger than ${maxFileBytes / 1024 / 1024} MiB and was not read. Split it into several files.`;

/** Whether a text is larger than that as UTF-8, in which a unit of UTF-16 takes one to three bytes. */
export function isTooLarge(text: string): boolean {
  if (text.length * 3 <= maxFileBytes) return false;
  let bytes = text.length;
  for (let i = 0; i < text.length && bytes <= maxFileBytes; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x800) {
      // Both halves of a character beyond the basic plane take four bytes together.
      bytes += unit >= 0xd800 && unit <= 0xdfff ? 1 : 2;
    } else if (unit >= 0x80) {
      bytes++;
    }
  }
  return bytes > maxFileBytes;
}
