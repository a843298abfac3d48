/** Problems that a person can do something about: the message states the fact and the remedy, and is all that is shown. */
export class Problem extends Error {}

/**
 * Prints a step before it runs and how long it took afterwards, so that nobody wonders whether a slow machine hangs.
 *
 * @template T
 * @param {string} title what happens, as in "installing the VS Code server"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  console.log(`${title} …`);
  const alive = setInterval(() => console.log(`  still ${title}, ${seconds(started)} s`), 15_000);
  try {
    const result = await work();
    console.log(`  done in ${seconds(started)} s`);
    return result;
  } finally {
    clearInterval(alive);
  }
}

function seconds(started) {
  return Math.round((Date.now() - started) / 1000);
}

/**
 * Runs a program's body: a `Problem` is printed as its message alone, anything else with its stack, because it is a fault of ours.
 *
 * @param {() => Promise<number | void>} body gives the exit code, 0 if nothing
 */
export async function runProgram(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
