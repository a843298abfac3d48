import picomatch from 'picomatch';

/**
 * Whether a path relative to a policy root, with `/`, is one of those that the globs of `include` name. As usual for
 * globs, `*` and `**` leave out names that begin with a dot.
 */
export function includes(include: readonly string[]): (path: string) => boolean {
  const patterns = include.filter((pattern) => pattern !== '' && pattern.length < 1_000);
  if (patterns.length === 0) return () => false;
  try {
    return picomatch(patterns, { noextglob: true });
  } catch {
    return () => false;
  }
}
