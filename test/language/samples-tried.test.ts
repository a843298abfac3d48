import assert from 'node:assert/strict';
import { inShort, openPolicy, openSample, readSample, reported } from '../support/policies.js';

/** A change that a sample's README proposes, and what the check then finds that it did not find before. */
interface Trial {
  readonly sample: string;
  readonly title: string;
  /** A rule to add, in a file of its own named `tried.zoneflow`. */
  readonly add?: string;
  /** Text of a file, and what to put in its place. */
  readonly replace?: readonly (readonly [file: string, from: string, to: string])[];
  readonly finds: readonly string[];
}

const ownerless = ['tried.zoneflow:1 missing-owner', 'tried.zoneflow:1 missing-purpose'];
const shortcut = 'allow plant.supervision.scada to plant.safety.gateway on modbus';
const safetyGuard = 'deny any except plant.safety to plant.safety on any';

const trials: Trial[] = [
  {
    sample: 'sketch',
    title: 'the web servers become a stepping stone',
    add: 'allow web to data on postgres',
    finds: ['sketch.zoneflow:19 intent-violated', 'tried.zoneflow:1 location-only'],
  },
  {
    sample: 'sketch',
    title: 'the records are trusted by location alone',
    replace: [['sketch.zoneflow', ' as backend', '']],
    finds: ['sketch.zoneflow:13 location-only', 'sketch.zoneflow:9 unused-declaration'],
  },
  {
    sample: 'shop',
    title: 'the whole shop may ask for payments',
    replace: [['flows.zoneflow', 'shop.app.orders to cde.pay', 'shop to cde.pay']],
    finds: [
      'intent.zoneflow:26 test-failed',
      'intent.zoneflow:6 intent-violated',
      'intent.zoneflow:9 intent-violated',
    ],
  },
  {
    sample: 'shop',
    title: 'the exception has ended',
    replace: [['zoneflow.json', '2026-11-21', '2027-07-01']],
    finds: [
      'guardrails.zoneflow:10 expired-rule',
      'intent.zoneflow:30 test-failed',
      'operations.zoneflow:18 expired-rule',
    ],
  },
  {
    sample: 'shop',
    title: 'the guardrail decides first',
    add: 'allow shop.web to cde.pay on ssh',
    finds: ['tried.zoneflow:1 location-only', ...ownerless, 'tried.zoneflow:1 shadowed-rule'],
  },
  {
    sample: 'plant',
    title: 'the guardrail shadows the shortcut',
    add: shortcut,
    finds: ['tried.zoneflow:1 location-only', ...ownerless, 'tried.zoneflow:1 shadowed-rule'],
  },
  {
    sample: 'plant',
    title: 'without the guardrail there is a way in',
    add: shortcut,
    replace: [['guardrails.zoneflow', safetyGuard, '']],
    finds: [
      'intent.zoneflow:16 intent-violated',
      'intent.zoneflow:17 intent-violated',
      ...ownerless,
      'tried.zoneflow:1 location-only',
    ],
  },
  {
    sample: 'plant',
    title: 'a stolen copy leads to the historian',
    add: 'allow idmz.replica to plant.site.historian on historian-sync',
    finds: ['intent.zoneflow:20 intent-violated', ...ownerless],
  },
  {
    sample: 'boutique',
    title: 'the short cut past the checkout',
    add: 'allow boutique.frontend to boutique.payment on payment-grpc as frontend',
    finds: [
      'intent.zoneflow:10 test-failed',
      'intent.zoneflow:21 test-failed',
      'intent.zoneflow:3 intent-violated',
    ],
  },
  {
    sample: 'boutique',
    title: 'advertisements charge cards',
    replace: [
      ['zones.zoneflow', 'app: adservice, role: logic', 'app: adservice, role: logic, card: charged'],
    ],
    finds: [],
  },
  {
    sample: 'campus',
    title: 'guests are kept out by the guardrail',
    add: 'allow campus to servers.core.resolver on dns',
    finds: [
      'flows.zoneflow:3 redundant-rule',
      ...ownerless,
      'tried.zoneflow:1 broad-rule',
      'tried.zoneflow:1 masked-rule',
    ],
  },
  {
    sample: 'campus',
    title: 'every desk reaches every printer',
    add: 'allow campus.office to campus.printers on print',
    finds: ['intent.zoneflow:30 test-failed', ...ownerless],
  },
  {
    sample: 'campus',
    title: 'the backup turned round',
    replace: [
      ['flows.zoneflow', 'allow datacentre.archive to servers', 'allow servers to datacentre.archive'],
    ],
    finds: ['intent.zoneflow:12 intent-violated'],
  },
  {
    sample: 'campus',
    title: 'the lab reaches the lines',
    add: 'allow campus.lab to campus.production on ssh',
    finds: ['intent.zoneflow:8 intent-violated', ...ownerless],
  },
  {
    sample: 'campus',
    title: 'the trial has ended',
    replace: [['zoneflow.json', '2026-11-21', '2027-04-15']],
    finds: ['flows.zoneflow:53 expired-rule'],
  },
];

describe('what a sample’s README proposes to try', () => {
  for (const { sample, title, add, replace = [], finds } of trials) {
    it(`${sample}: ${title}`, () => {
      const files = readSample(sample);
      if (add !== undefined) files['tried.zoneflow'] = add;
      for (const [file, from, to] of replace) {
        assert.ok(files[file].includes(from), `${file} does not hold ${from}`);
        files[file] = files[file].replace(from, to);
      }
      const before = new Set(reported(openSample(sample)).map(inShort));
      const found = reported(openPolicy(files)).map(inShort);
      assert.deepEqual(found.filter((one) => !before.has(one)).sort(), [...finds].sort());
    });
  }
});
