/** Every command that the manifest contributes, in the order in which it lists them. */
export const commandIds = [
  'zoneflow.openGraph',
  'zoneflow.showBlastRadius',
  'zoneflow.explain',
  'zoneflow.explainInGraph',
  'zoneflow.compareWithLastCommit',
  'zoneflow.compareWithRevision',
  'zoneflow.checkPolicy',
  'zoneflow.newPolicy',
  'zoneflow.restartServer',
  'zoneflow.showOutput',
] as const;

export type CommandId = (typeof commandIds)[number];
