/**
 * A seeded generator of large policies as text, for benchmarks and for tests that count work.
 *
 * `segments`: a company in zones, rules between zones in five tiers, most of them allows on common services.
 * `firewall`: an ordered ruleset over address literals, with many wildcards, as firewalls carry it after years.
 * `worst`: rules whose every side is a wide random range, so that nearly all of them meet.
 */
export const sorts = ['segments', 'firewall', 'worst'] as const;
export type Sort = (typeof sorts)[number];

/** One file of a policy, as `PolicyProject.setFile` takes it. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export function generatePolicy(sort: Sort, rules: number, seed = 1): GeneratedFile[] {
  const random = new Random(seed);
  if (sort === 'segments') return segments(random, rules);
  return sort === 'firewall' ? firewall(random, rules) : worst(random, rules);
}

/** A small repeatable source of numbers (mulberry32). */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}

const common = [
  'https',
  'https',
  'https',
  'ssh',
  'dns',
  'ntp',
  'postgres',
  'ldaps',
  'smb',
  'kafka',
  'redis',
  'syslog',
];

const address = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const base = 10 * 2 ** 24;

/** Common services, with a tail of odd ports. */
function services(random: Random): string {
  const one = (): string =>
    random.chance(0.75) ? random.pick(common) : `tcp/${1024 + random.below(40_000)}`;
  if (random.chance(0.7)) return one();
  const list = new Set([one(), one()]);
  return list.size === 1 ? [...list][0] : `[${[...list].join(', ')}]`;
}

/** Zones of one company: sites of /16, segments of /24 in them, hosts in those; one site in three speaks IPv6 as well. */
function zonesFor(random: Random, rules: number): { text: string; names: string[]; hosts: string[] } {
  const sites = Math.max(3, Math.min(200, Math.round(rules / 150)));
  const perSite = Math.max(4, Math.min(60, Math.round(Math.sqrt(rules) / 3)));
  const names: string[] = [];
  const hosts: string[] = [];
  const lines: string[] = [];
  for (let s = 0; s < sites; s++) {
    const dual = s % 3 === 0;
    const six = `fd00:${s.toString(16)}`;
    lines.push(
      `zone s${s} {`,
      `  addresses = ${dual ? `[${address(base + s * 65_536)}/16, ${six}::/32]` : `${address(base + s * 65_536)}/16`}`,
    );
    for (let z = 0; z < perSite; z++) {
      const start = base + s * 65_536 + z * 256;
      const name = `s${s}.z${z}`;
      names.push(name);
      lines.push(
        `  zone z${z} { addresses = ${dual ? `[${address(start)}/24, ${six}:${z.toString(16)}::/48]` : `${address(start)}/24`} }`,
      );
      if (random.chance(0.3)) {
        hosts.push(`s${s}.h${z}`);
        lines.push(`  workload h${z} { addresses = ${address(start + 1 + random.below(200))} }`);
      }
    }
    lines.push('}');
  }
  return { text: `${lines.join('\n')}\n`, names, hosts };
}

function segments(random: Random, rules: number): GeneratedFile[] {
  const { text, names, hosts } = zonesFor(random, rules);
  const ends = (): string => {
    if (random.chance(0.2) && hosts.length > 0) return random.pick(hosts);
    return random.chance(0.04)
      ? `s${random.below(Math.max(1, Math.floor(names.length / 60)))}`
      : random.pick(names);
  };
  const tierOf = (): string => {
    const x = random.next();
    return x < 0.002
      ? 'emergency'
      : x < 0.015
        ? 'guardrail'
        : x < 0.05
          ? 'platform'
          : x < 0.97
            ? 'application'
            : 'baseline';
  };
  const byTier = new Map<string, string[]>();
  for (let i = 0; i < rules; i++) {
    const tier = tierOf();
    const x = random.next();
    const action =
      tier === 'guardrail' || tier === 'emergency'
        ? x < 0.8
          ? 'deny'
          : 'pass'
        : x < 0.93
          ? 'allow'
          : x < 0.98
            ? 'deny'
            : 'pass';
    const source = random.chance(action === 'deny' ? 0.3 : 0.01) ? 'any' : ends();
    const dated = random.chance(0.05) ? ` { expires = 2027-0${1 + random.below(9)}-15 }` : '';
    const as = random.chance(0.03) ? ' as operator' : '';
    const list = byTier.get(tier) ?? [];
    list.push(`flow f${i}: ${action} ${source} to ${ends()} on ${services(random)}${as}${dated}`);
    byTier.set(tier, list);
  }
  const files: GeneratedFile[] = [
    { path: 'zones.zoneflow', text: `identity operator = group "operators"\n${text}` },
  ];
  for (const [tier, list] of byTier) {
    const chunk = 2_000;
    for (let at = 0; at < list.length; at += chunk) {
      files.push({
        path: `rules/${tier}-${at / chunk}.zoneflow`,
        text: `tier ${tier} {\n${list.slice(at, at + chunk).join('\n')}\n}\n`,
      });
    }
  }
  return files;
}

/** A block of 10.0.0.0/8 of a usual size: many hosts and /24, some /16. */
function block(random: Random): string {
  const prefix = random.pick([32, 32, 32, 30, 28, 26, 24, 24, 24, 24, 22, 20, 16]);
  const size = 2 ** (32 - prefix);
  const start = base + random.below(2 ** 24 / size) * size;
  return prefix === 32 ? address(start) : `${address(start)}/${prefix}`;
}

function firewall(random: Random, rules: number): GeneratedFile[] {
  const objects = Array.from({ length: Math.max(20, Math.round(rules / 3)) }, () => block(random));
  const end = (wild: number): string => {
    if (random.chance(wild)) return 'any';
    return random.chance(0.1) ? `[${random.pick(objects)}, ${random.pick(objects)}]` : random.pick(objects);
  };
  const lines = ['ruleset edge {'];
  for (let i = 0; i < rules; i++) {
    const wild = random.chance(0.1);
    const action = random.chance(0.85) ? 'allow' : 'deny';
    const on = random.chance(wild ? 0.02 : 0.1) ? 'any' : services(random);
    const source = end(wild ? 0.7 : 0);
    lines.push(`  ${action} ${source} to ${end(source === 'any' ? 0.001 : wild ? 0.5 : 0)} on ${on}`);
  }
  return [{ path: 'firewall.zoneflow', text: `${lines.join('\n')}\n}\n` }];
}

function worst(random: Random, rules: number): GeneratedFile[] {
  const range = (): string => {
    const low = random.below(2 ** 23);
    return `${address(base + low)}-${address(base + low + 1 + random.below(2 ** 23))}`;
  };
  const ports = (): string => {
    const low = random.below(40_000);
    return `tcp/${low}-${low + 1 + random.below(25_000)}`;
  };
  const lines = ['tier application {'];
  for (let i = 0; i < rules; i++)
    lines.push(`  ${random.pick(['allow', 'allow', 'deny', 'pass'])} ${range()} to ${range()} on ${ports()}`);
  return [{ path: 'worst.zoneflow', text: `${lines.join('\n')}\n}\n` }];
}
