import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Draft04 from 'ajv-draft-04';
import { samplePolicies } from '../support/policies.js';
import { call, Folders } from './support.js';

/** The schema of SARIF 2.1.0 as its standard has it, by way of a package that carries it. */
const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as object;

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
    readonly results: readonly Result[];
  }[];
}
interface Rule {
  readonly id: string;
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly markdown: string };
}
interface Result {
  readonly ruleId: string;
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

describe('SARIF', () => {
  const folders = new Folders();
  afterEach(() => folders.removeAll());
  // The schema leaves formats such as `uri` to whoever checks them; the structure is what it is for.
  const validate = new Draft04.default({
    strict: false,
    unicodeRegExp: false,
    validateFormats: false,
    allErrors: true,
  }).compile(schema);
  const sarif = async (path: string, here?: string): Promise<Log> => {
    const { out } = await call(['check', path, '--format', 'sarif'], here === undefined ? {} : { here });
    return JSON.parse(out) as Log;
  };

  it('is as the schema says, for every sample', async () => {
    const { sound, faulty } = samplePolicies();
    const samples = [...sound, ...faulty];
    assert.ok(samples.length > 8);
    for (const sample of samples) {
      validate(await sarif(`samples/${sample}`));
      assert.deepEqual(validate.errors ?? [], [], sample);
    }
  });

  it('is refused by the schema where it is wrong', async () => {
    const log = await sarif('samples/faulty/shop');
    assert.equal(validate({ ...log, version: '2.0.0' }), false);
    assert.equal(validate({ ...log, runs: [{ ...log.runs[0], results: [{}] }] }), false);
  });

  it('carries the page of every finding that it reports', async () => {
    const [{ tool }] = (await sarif('samples/faulty/shop')).runs;
    assert.ok(tool.driver.rules.length > 5);
    for (const { id, help, fullDescription } of tool.driver.rules) {
      assert.ok(help.markdown.startsWith(`# ${id}\n`), id);
      assert.ok(fullDescription.text.length > 20 && !fullDescription.text.includes('\n'), id);
    }
  });

  it('knows a finding again that has moved, and tells equal ones apart', async () => {
    const policy =
      'zone a {}\nzone b {}\nallow a to b on https\nallow a to b on https\nallow a to b on https\n';
    const prints = async (text: string): Promise<string[]> => {
      const here = folders.make({ 'a.zoneflow': text });
      const [{ results }] = (await sarif('.', here)).runs;
      return results.map(({ partialFingerprints }) => partialFingerprints['zoneflow/v1']);
    };
    const before = await prints(policy);
    assert.equal(new Set(before).size, 2);
    assert.deepEqual(await prints(`// moved\n\n${policy}`), before);
  });
});
