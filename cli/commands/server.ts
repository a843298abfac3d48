import type { Command } from '../command.js';
import { exitCode, Failure } from '../failure.js';

export const server: Command = {
  name: 'server',
  summary: 'Run the language server, for any editor that speaks LSP.',
  usage: ['--stdio'],
  options: { stdio: { help: 'Speak LSP over standard input and output: the one way there is.' } },
  details: `Editors start this themselves: name \`zoneflow server --stdio\` as the server for files that end in .zoneflow.
It ends when the editor does.`,
  examples: [
    { call: 'zoneflow server --stdio', meaning: 'what to write in the settings of an editor' },
    {
      call: "vim.lsp.config('zoneflow', { cmd = { 'zoneflow', 'server', '--stdio' }, filetypes = { 'zoneflow' } })",
      meaning: 'in Neovim 0.11 or newer',
    },
  ],
  async run({ operands, options }) {
    if (operands.length > 0)
      throw new Failure('zoneflow server takes no PATH: the editor names the folders.', 'server');
    if (!options.has('stdio'))
      throw new Failure('--stdio is missing. Write `zoneflow server --stdio`.', 'server');
    // The other commands start faster without the server and its protocol in memory.
    const { startNodeServer } = await import('../../server/start-node.js');
    startNodeServer();
    return exitCode.fine;
  },
};
