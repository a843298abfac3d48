import type { Fix } from '../../findings.js';
import { fix, replace } from '../../fixes/edits.js';
import { writePart } from '../../fixes/parts.js';
import { sameList } from '../../analysis/lineage.js';
import { placeIn, type SourceFile } from '../../names/declarations.js';
import type { Snapshot } from '../../workspace.js';
import { spotsOf } from '../values.js';
import { usageOf } from '../usage.js';

/** Services that do the same encrypted, under the names that are usual; what is declared or built in of them is offered. */
const counterparts: Readonly<Record<string, readonly string[]>> = {
  telnet: ['ssh'],
  rsh: ['ssh'],
  ftp: ['sftp', 'ftps'],
  tftp: ['sftp', 'scp'],
  http: ['https'],
  pop3: ['pop3s'],
  imap: ['imaps'],
  snmp: ['snmpv3', 'snmps'],
  ldap: ['ldaps'],
  vnc: ['vncs'],
  smtp: ['smtps'],
  amqp: ['amqps'],
  mqtt: ['mqtts'],
};

/** Replaces each insecure service that a rule names, or writes by its port, by its encrypted counterpart. */
export function encrypt({ resolved, config }: Snapshot, file: SourceFile, item: number): Fix[] {
  const node = file.tree.items[item];
  if (node.kind !== 'rule') return [];
  const { policy, tables, declarations } = resolved;
  const scope = { declarations, findings: [] };
  const fixes: Fix[] = [];
  for (const { role, value } of spotsOf(node)) {
    if (role !== 'services' || (value.kind !== 'name' && value.kind !== 'service')) continue;
    const set = tables.services.read(scope, { file, item }, value);
    const insecure = config.insecure.find((name) => {
      const known = policy.services.get(name);
      return set !== undefined && known !== undefined && sameList(set, known);
    });
    const better = insecure && counterparts[insecure]?.find((name) => policy.services.has(name));
    if (better === undefined || better === '') continue;
    const place = placeIn(file, item, value.span);
    fixes.push(fix(`Allow \`${better}\` in place of \`${insecure!}\``, replace(file, place, better)));
  }
  return fixes;
}

/** Identities offered. */
const mostIdentities = 3;

/** Asks who somebody is: for the identities that the policy uses most. */
export function askIdentity(snapshot: Snapshot, file: SourceFile, item: number): Fix[] {
  const node = file.tree.items[item];
  if (node.kind !== 'rule' || node.identities !== undefined) return [];
  const usage = usageOf(snapshot);
  const uses = (name: string): number => usage.count('identity', name);
  return [...snapshot.resolved.policy.identities]
    .sort((a, b) => uses(b) - uses(a))
    .slice(0, mostIdentities)
    .flatMap((name) => {
      const edit = writePart({ file, item, node }, 'identities', name);
      return edit ? [fix(`Allow it to identity \`${name}\` alone: add \`as ${name}\``, edit)] : [];
    });
}
