import { run } from './run.js';
import { processTerminal } from './terminal.js';

const today = new Date().toISOString().slice(0, 10);
void run(process.argv.slice(2), { terminal: processTerminal(), here: process.cwd(), today }).then((code) => {
  process.exitCode = code;
});
