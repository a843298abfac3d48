import { Random, type GeneratedFile } from './generate.js';

/** An edit of one rule: the file it changes, by its index, and what that becomes. */
export interface Edit {
  readonly index: number;
  readonly file: GeneratedFile;
}

const rule = /^ *(?:flow [\w-]+: )?(?:allow|deny|pass) .* on (.+)$/;

/**
 * Makes edits as a person does them, each from the state that the one before left: gives one rule, anywhere in the policy,
 * another service, deletes it, or writes one like it below. Seeded. `undefined` where it finds no rule.
 */
export function anyEdit(seed: number): (files: readonly GeneratedFile[]) => Edit | undefined {
  const random = new Random(seed);
  let fresh = 0;
  return (files) => {
    const ruled = files.flatMap(({ text }, index) => (/ on /.test(text) ? [index] : []));
    if (ruled.length === 0) return undefined;
    for (let tries = 0; tries < 100; tries++) {
      const index = random.pick(ruled);
      const { path, text } = files[index];
      const lines = text.split('\n');
      const at = random.below(lines.length);
      const match = rule.exec(lines[at]);
      if (match === null) continue;
      const kind = random.next();
      const service = `tcp/${1 + random.below(60_000)}`;
      const written = lines[at].slice(0, lines[at].length - match[1].length) + service;
      if (kind < 0.8) lines[at] = written;
      else if (kind < 0.9) lines.splice(at, 1);
      else lines.splice(at + 1, 0, written.replace(/flow [\w-]+/, `flow fresh${fresh++}`));
      return { index, file: { path, text: lines.join('\n') } };
    }
    return undefined;
  };
}
