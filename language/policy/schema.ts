/** What kind of value a property takes: tells the resolver how to read it and the editor what to offer. */
export type ValueKind =
  | 'addresses'
  | 'members'
  | 'trust'
  | 'criticality'
  | 'team'
  | 'tags'
  | 'labels'
  | 'identity'
  | 'text'
  | 'word'
  | 'date'
  | 'boolean';

export interface PropertySchema {
  readonly key: string;
  readonly kind: ValueKind;
  /** One sentence in Markdown, for hover and completion. */
  readonly about: string;
}

const owner: PropertySchema = { key: 'owner', kind: 'team', about: 'The team that answers for it.' };
const criticality: PropertySchema = {
  key: 'criticality',
  kind: 'criticality',
  about:
    'What its loss would mean: `low`, `medium`, `high` or `critical`. Inherited from the zone around it.',
};
const tags: PropertySchema = { key: 'tags', kind: 'tags', about: 'Words to find and filter by.' };
const addresses: PropertySchema = {
  key: 'addresses',
  kind: 'addresses',
  about: 'Addresses, CIDR blocks and ranges of IPv4 and IPv6; `any`; a set `except` another.',
};

/** The properties of each kind of declaration, in the order in which they are offered. */
export const propertySchemas = {
  zone: [
    {
      ...addresses,
      about: `${addresses.about} Alone \`unclaimed\`: every address that nothing else declares.`,
    },
    {
      key: 'members',
      kind: 'members',
      about: 'Label maps: the workloads that carry these labels are in the zone, wherever they stand.',
    },
    {
      key: 'trust',
      kind: 'trust',
      about:
        'How far it is trusted: `untrusted`, `dmz`, `internal` or `restricted`. Inherited; `internal` at the top.',
    },
    criticality,
    { ...owner, about: `${owner.about} Inherited from the zone around it.` },
    tags,
  ],
  workload: [
    addresses,
    { key: 'labels', kind: 'labels', about: 'Labels by which zones and rules find it.' },
    { key: 'identity', kind: 'identity', about: 'The identity that it runs as (documentation).' },
    owner,
    criticality,
    tags,
  ],
  service: [
    { key: 'encrypted', kind: 'boolean', about: 'Whether the connection is encrypted.' },
    { key: 'category', kind: 'word', about: 'What sort of service it is.' },
  ],
  team: [{ key: 'contact', kind: 'text', about: 'How to reach the team.' }],
  rule: [
    { ...owner, about: 'The team that answers for the rule.' },
    { key: 'purpose', kind: 'text', about: 'Why the rule exists.' },
    { key: 'ticket', kind: 'text', about: 'The change or request that it goes back to.' },
    { key: 'expires', kind: 'date', about: 'The last day on which the rule takes part in verdicts.' },
    { key: 'review', kind: 'date', about: 'The day by which somebody looks at it again.' },
    { key: 'log', kind: 'boolean', about: 'Whether connections that it decides are logged.' },
    { key: 'evidence', kind: 'text', about: 'Where an auditor finds why it is right.' },
  ],
} as const satisfies Record<string, readonly PropertySchema[]>;

export type Propertied = keyof typeof propertySchemas;

export const trustLevels = ['untrusted', 'dmz', 'internal', 'restricted'] as const;
export const criticalities = ['low', 'medium', 'high', 'critical'] as const;
export const identityKinds = ['user', 'group', 'service-account', 'spiffe', 'iam-role'] as const;
