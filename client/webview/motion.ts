/** Whether nothing is to move by itself: set in the system, or in the editor, which says so by a class. */
export function reducesMotion(): boolean {
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches ||
    document.body.classList.contains('vscode-reduce-motion')
  );
}
