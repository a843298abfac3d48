import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { commandIds } from '../../client/command-ids.js';
import { defaultSeverity } from '../../language/findings.js';
import { defaultConfig } from '../../language/policy/config.js';
import { projectRoot as root } from '../support/sources.js';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const json = <T>(file: string): T => JSON.parse(read(file)) as T;

interface Command {
  command: string;
  title: string;
}
interface Step {
  id: string;
  description: string;
  media: Record<string, string>;
  completionEvents: string[];
}
interface Manifest {
  main: string;
  icon: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: boolean } };
  contributes: {
    commands: Command[];
    menus: Record<string, { command: string }[]>;
    keybindings: { command: string; key: string; mac: string; when: string }[];
    configuration: { properties: Record<string, { markdownDescription?: string; default?: unknown }> };
    walkthroughs: { steps: Step[] }[];
  };
}

const manifest = json<Manifest>('package.json');
const { contributes } = manifest;

describe('the manifest', () => {
  it('contributes exactly the commands that the extension registers', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...commandIds].sort());
  });

  it('mentions no command that it does not contribute', () => {
    const inMenus = Object.values(contributes.menus).flat();
    const inSteps = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(commandsOf));
    const mentioned = [...inMenus, ...contributes.keybindings].map(({ command }) => command);
    for (const id of [...mentioned, ...inSteps])
      assert.ok((commandIds as readonly string[]).includes(id), id);
  });

  it('names only files that exist', () => {
    const files = filesIn({ icon: manifest.icon, contributes });
    assert.ok(files.length >= 15, `only ${files.length} files were found in the manifest`);
    for (const file of files) assert.ok(existsSync(path.join(root, file)), `${file} does not exist`);
  });

  it('wakes the extension for nothing but its language, its commands and its graph', () => {
    assert.deepEqual(manifest.activationEvents, ['onWebviewPanel:zoneflow.graph']);
  });

  it('works in a workspace that is not trusted', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
  });

  it('describes every setting and gives its default', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.ok(setting.markdownDescription, name);
      assert.notEqual(setting.default, undefined, name);
    }
  });

  it('has an icon of at least 128 by 128 pixels', () => {
    const png = readFileSync(path.join(root, manifest.icon));
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(20) >= 128);
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;

  it('has steps that can be completed', () => {
    assert.equal(walkthrough?.steps.length, 5);
    for (const step of walkthrough?.steps ?? []) assert.ok(step.completionEvents.length > 0, step.id);
  });

  it('draws only what its page lets through: no style elements, no scripts', () => {
    for (const { media } of walkthrough?.steps ?? []) {
      if (media['svg']) assert.doesNotMatch(read(media['svg']), /<style|<script|\sstyle=|\son\w+=/);
    }
  });
});

describe('the schema of zoneflow.json', () => {
  interface Setting {
    default?: unknown;
    description: string;
    properties: Record<string, Setting>;
  }
  interface Schema {
    properties: Record<'rules' | 'broad' | 'include' | 'asOf' | 'insecure', Setting>;
  }
  const schema = json<Schema & object>('client/schemas/zoneflow.schema.json');
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

  it('knows exactly the findings of the language, with their severities', () => {
    const rules = Object.entries(schema.properties.rules.properties);
    assert.deepEqual(Object.fromEntries(rules.map(([code, rule]) => [code, rule.default])), defaultSeverity);
    for (const [code, rule] of rules) assert.ok(rule.description, code);
  });

  it('states the defaults that count', () => {
    const { broad, include, asOf, insecure } = schema.properties;
    assert.deepEqual(include.default, defaultConfig.include);
    assert.equal(asOf.default, defaultConfig.asOf);
    assert.deepEqual(insecure.default, defaultConfig.insecure);
    const limits = Object.entries(broad.properties).map(([name, limit]) => [name, limit.default]);
    assert.deepEqual(Object.fromEntries(limits), defaultConfig.broad);
  });

  const cases: [boolean, unknown][] = [
    [true, {}],
    [true, { name: 'webshop', include: ['**/*.zoneflow'], asOf: 'today' }],
    [true, { rules: { 'broad-rule': 'error', 'missing-owner': 'off' } }],
    [true, { broad: { maxAddresses: 1e39, maxPorts: 1024 }, asOf: '2026-11-21' }],
    [true, { insecure: ['telnet', 'ftp'] }],
    [false, { nmae: 'webshop' }],
    [false, { rules: { 'brood-rule': 'error' } }],
    [false, { rules: { 'broad-rule': 'fatal' } }],
    [false, { asOf: 'tomorrow' }],
    [false, { asOf: '2026-13-01' }],
    [false, { include: '**' }],
    [false, { broad: { maxAddresses: 0 } }],
    [false, []],
  ];
  for (const [valid, value] of cases) {
    it(`${valid ? 'takes' : 'refuses'} ${JSON.stringify(value)}`, () => assert.equal(validate(value), valid));
  }

  it('takes the zoneflow.json of the samples', () => {
    for (const sample of ['shop', 'plant', 'campus', 'edge-firewall']) {
      assert.ok(validate(json(`samples/${sample}/zoneflow.json`)), JSON.stringify(validate.errors));
    }
  });
});

const commandsOf = ({ description, completionEvents }: Step): string[] => [
  ...[...description.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''),
  ...completionEvents.flatMap((event) =>
    event.startsWith('onCommand:') ? [event.slice('onCommand:'.length)] : [],
  ),
];

/** Every string in `value` that looks like a path into the client's folder. */
function filesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^(\.\/)?client\//.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesIn) : [];
}
