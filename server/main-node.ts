import './thrift.js';

// Loaded only now: all that a module imports is run before it, and the thrift has to come first.
const { startNodeServer } = await import('./start-node.js');

try {
  startNodeServer();
} catch (error) {
  const why = String(error);
  process.stderr.write(
    why.includes('stream is not set')
      ? 'The language server was not told how to speak to its client. Start it with --stdio, or from an editor.\n'
      : `The language server could not start: ${why}. Install Zoneflow again.\n`,
  );
  process.exitCode = 2;
}
