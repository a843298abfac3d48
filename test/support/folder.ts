import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A folder of files for one test, gone after `dispose`. */
export class TestFolder {
  readonly path = realpathSync(mkdtempSync(path.join(tmpdir(), 'zoneflow-')));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  /** Writes a file, and the folders around it; returns its URI. */
  write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return this.uri(name);
  }

  /** Deletes a file or folder; returns its URI. */
  remove(name: string): string {
    rmSync(path.join(this.path, name), { recursive: true });
    return this.uri(name);
  }

  uri(name = ''): string {
    return pathToFileURL(path.join(this.path, name)).href;
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
