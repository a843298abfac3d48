/** How whatever changes its place goes there; all of a picture in one time, in milliseconds, so that it stays together. */
export const slide = { duration: 220, easing: 'cubic-bezier(.2, .7, .3, 1)' };

/** Whether nothing is to move by itself: set in the system, or in the editor, which says so by a class. */
export function reducesMotion(): boolean {
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches ||
    document.body.classList.contains('vscode-reduce-motion')
  );
}
