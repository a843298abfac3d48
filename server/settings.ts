import type { Connection } from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';

/** What a user may switch off. */
export interface Switches {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

/** The part of a client's settings that is ours. */
const section = 'zoneflow';

/** The user's settings as far as the server acts on them; everything is on until the client has said otherwise. */
export class Settings {
  private switches: Switches = { codeLens: true, inlayHints: true };

  constructor(
    private readonly connection: Connection,
    private readonly features: ClientFeatures,
    /** Called where something has been switched. */
    private readonly changed: () => void,
  ) {}

  get current(): Switches {
    return this.switches;
  }

  /** Asks the client; one that cannot be asked has sent its settings with the change, perhaps. Anything in them may be missing or null. */
  async update(pushed?: unknown): Promise<void> {
    const own = this.features.configuration
      ? ((await this.connection.workspace.getConfiguration(section)) as unknown)
      : property(pushed, section);
    const now = { codeLens: isOn(own, 'codeLens'), inlayHints: isOn(own, 'inlayHints') };
    const same = now.codeLens === this.switches.codeLens && now.inlayHints === this.switches.inlayHints;
    this.switches = now;
    if (!same) this.changed();
  }
}

const isOn = (settings: unknown, feature: string): boolean =>
  property(property(settings, feature), 'enabled') !== false;

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
