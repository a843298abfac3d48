import picomatch from 'picomatch';

/**
 * Whether a path relative to a policy root, with `/`, is one of those that the globs of `include` name. As usual for
 * globs, `*` and `**` leave out names that begin with a dot; a glob after `!` takes out again what others take in. The
 * settings are never part of the policy.
 */
export function globbed(include: readonly string[]): (path: string) => boolean {
  const patterns = include.filter((pattern) => pattern !== '' && pattern.length < 1_000);
  const isOut = matcher(patterns.filter((pattern) => pattern.startsWith('!')).map((glob) => glob.slice(1)));
  const isIn = matcher(patterns.filter((pattern) => !pattern.startsWith('!')));
  return (path) => isIn(path) && !isOut(path) && !/(^|\/)zoneflow\.json$/.test(path);
}

function matcher(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  try {
    return picomatch([...patterns], { noextglob: true, nonegate: true });
  } catch {
    return () => false;
  }
}
