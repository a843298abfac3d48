/** Globs of `include` longer than this are not taken. UTF-16 units. */
const maxLength = 500;

/** What each kind of wildcard may at most occur: the time that a match takes grows with the power of these. */
const most = { folders: 2, inName: 2, all: 8 } as const;

/**
 * Why a glob of `include` is not taken, or `undefined`: the fact, then the remedy. A glob is turned into a regular
 * expression, and one with many wildcards, matched with a file name that is made for it, would take for ever.
 */
export function globProblem(glob: string): string | undefined {
  if (glob === '') return 'An empty glob names no file. Write one such as "**/*.zoneflow".';
  if (glob.length > maxLength)
    return `This glob is longer than ${maxLength} characters and is not used. Write several shorter ones.`;
  const wildcards = glob.match(/\*+|\?|[[{(]/g) ?? [];
  const folders = wildcards.filter((one) => one.length > 1).length;
  const inName = Math.max(...glob.split('/').map((part) => part.match(/\*/g)?.length ?? 0));
  if (folders <= most.folders && inName <= most.inName && wildcards.length <= most.all) return undefined;
  return (
    `This glob has too many wildcards and is not used: at most ${most.folders} \`**\`, ${most.inName} \`*\` between two slashes, ` +
    `and ${most.all} in all. Write several simpler ones.`
  );
}
