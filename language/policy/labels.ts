import { closest } from '../text/spelling.js';
import type { LabelCheck } from './properties.js';
import { at, replacement, report, reportInvalid, type Scope, type Site } from './scope.js';

/** The label keys of a policy and their values; `undefined` where no `labels` block declares any. */
export type LabelSchema = ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Collects all `labels` blocks; a key or a value declared twice is reported. */
export function resolveLabels(scope: Scope, sites: Iterable<Site>): LabelSchema {
  const schema = new Map<string, Set<string>>();
  let declared = false;
  for (const site of sites) {
    const item = site.file.tree.items[site.item];
    if (item.kind !== 'labels') continue;
    declared = true;
    for (const { key, values } of item.keys) {
      if (schema.has(key.text)) {
        report(
          scope,
          'duplicate-name',
          at(site, key.span),
          `The label \`${key.text}\` is declared already. Put all its values in one place.`,
        );
        continue;
      }
      const known = new Set<string>();
      for (const value of values) {
        if (known.has(value.text)) {
          report(
            scope,
            'duplicate-name',
            at(site, value.span),
            `\`${key.text}: ${value.text}\` is declared twice. Delete one.`,
          );
        }
        known.add(value.text);
      }
      schema.set(key.text, known);
    }
  }
  return declared ? schema : undefined;
}

/** Reports a label that the policy does not declare, once it declares any. */
export function labelCheck(schema: LabelSchema): LabelCheck {
  return (scope, site, key, value) => {
    if (schema === undefined) return;
    const values = schema.get(key.text);
    if (values === undefined) {
      const place = at(site, key.span);
      const meant = closest(key.text, schema.keys());
      const remedy = meant ? `Did you mean \`${meant}\`?` : 'Declare it in `labels { … }`.';
      const fixes = meant ? [replacement(`Change to \`${meant}\``, place, meant)] : [];
      report(scope, 'unknown-name', place, `No label is named \`${key.text}\`. ${remedy}`, { fixes });
    } else if (!values.has(value.text)) {
      const meant = closest(value.text, values);
      const remedy = meant
        ? `Did you mean \`${meant}\`?`
        : `It has ${[...values].join(', ') || 'none'}; declare others in \`labels { … }\`.`;
      reportInvalid(
        scope,
        at(site, value.span),
        `The label \`${key.text}\` has no value \`${value.text}\`. ${remedy}`,
        meant,
      );
    }
  };
}
