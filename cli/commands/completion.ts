import type { Command } from '../command.js';
import { scripts, type Shell } from '../completion/scripts.js';
import { exitCode, Failure } from '../failure.js';
import { closest } from '../../language/text/spelling.js';

const shells = Object.keys(scripts) as Shell[];

/** The command that prints a shell's completion; `commands` are those that it completes, itself among them. */
export const completion = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'Print the completion script of a shell.',
  usage: [shells.join('|')],
  options: {},
  details:
    'The script completes commands, options, their values and paths. It asks nothing of Zoneflow while it runs.',
  examples: [
    { call: 'source <(zoneflow completion bash)', meaning: 'in ~/.bashrc' },
    { call: 'source <(zoneflow completion zsh)', meaning: 'in ~/.zshrc, after compinit' },
    { call: 'zoneflow completion fish > ~/.config/fish/completions/zoneflow.fish', meaning: 'once' },
  ],
  async run({ operands: [word, ...more] }, { terminal }) {
    const shell = shells.find((one) => one === word);
    if (shell === undefined || more.length > 0) {
      const meant = word === undefined || shell !== undefined ? undefined : closest(word, shells);
      const remedy = meant ? `Did you mean ${meant}?` : `Name one of ${shells.join(', ')}.`;
      throw new Failure(`Completion is for one shell that is known. ${remedy}`, 'completion');
    }
    await terminal.out(scripts[shell](commands()));
    return exitCode.fine;
  },
});
