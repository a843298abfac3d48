/**
 * Tells at each crash whether another start is worth a try.
 *
 * @param crashes how many crashes within `withinMs` end the tries
 * @returns a function of the crash's time in milliseconds, to be called once per crash
 */
export function crashBudget({
  crashes,
  withinMs,
}: {
  crashes: number;
  withinMs: number;
}): (now: number) => boolean {
  let recent: number[] = [];
  return (now) => {
    recent = [...recent, now].filter((time) => now - time < withinMs);
    return recent.length < crashes;
  };
}
