/** Whether a path relative to a policy root, with `/`, is one of those that the globs of `include` name, as `globbed` says. */
export async function includes(include: readonly string[]): Promise<(path: string) => boolean> {
  if (include.length === 1 && include[0] === usual) return isUsual;
  // What reads globs takes longer to load than to read the usual one without it.
  const { globbed } = await import('./globs.js');
  return globbed(include);
}

/** What policies include that do not say what they do. */
const usual = '**/*.zoneflow';

const isUsual = (path: string): boolean => /[^/]\.zoneflow$/.test(path) && !/(^|\/)\./.test(path);
