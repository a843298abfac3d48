import type { Graph, GraphEdge, GraphNode } from '../../../language/graph/model.js';

type Facts = Partial<Pick<GraphNode, 'title' | 'trust' | 'criticality' | 'owner' | 'tags'>>;

const noFacts = { title: null, trust: 'internal', criticality: null, owner: null, tags: [] } as const;

/** A node by its dotted name; what stands before the last dot is its parent. `shop.*` and `*` are rests. */
function node(id: string, facts: Facts = {}, kind: GraphNode['kind'] = 'zone'): GraphNode {
  const dot = id.lastIndexOf('.');
  const parent = dot < 0 ? null : id.slice(0, dot);
  return { id, parent, ...noFacts, ...facts, kind: id.endsWith('*') ? 'rest' : kind };
}

function workload(id: string, facts: Facts = {}): GraphNode {
  return node(id, facts, 'workload');
}

/** An edge from text such as `web > app: https ssh`; its rules are named after its ends. */
function edges(text: string): GraphEdge[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [ends = '', services = ''] = line.split(':');
      const [source = '', target = ''] = ends.split('>').map((end) => end.trim());
      const rule = `${source}-to-${target}`.replaceAll('.', '-').replaceAll('*', 'rest');
      return { source, target, services: services.trim().split(/\s+/), rules: [rule] };
    });
}

/** A web shop: three tiers and a cardholder zone, behind a demilitarised zone. */
export function shop(): Graph {
  return {
    version: 1,
    nodes: [
      node('internet', { trust: 'untrusted', title: 'The internet' }),
      node('partners', { trust: 'untrusted', title: 'Payment providers' }),
      node('dmz', { trust: 'dmz', title: 'Demilitarised zone' }),
      workload('dmz.waf', { trust: 'dmz', title: 'Web application firewall' }),
      workload('dmz.bastion', { trust: 'dmz', title: 'Jump host', criticality: 'high' }),
      node('shop', { title: 'Web shop', owner: 'commerce', tags: ['production'] }),
      node('shop.web', { title: 'Storefront', owner: 'commerce' }),
      node('shop.app', { title: 'Application tier', owner: 'commerce' }),
      workload('shop.app.cart', { title: 'Cart', criticality: 'high' }),
      workload('shop.app.catalogue', { title: 'Catalogue' }),
      workload('shop.app.checkout', { title: 'Checkout', criticality: 'critical' }),
      node('shop.data', { title: 'Databases', trust: 'restricted', criticality: 'high' }),
      node('cde', {
        title: 'Cardholder data',
        trust: 'restricted',
        criticality: 'critical',
        owner: 'payments',
      }),
      workload('cde.vault', { title: 'Token vault', trust: 'restricted', criticality: 'critical' }),
      workload('cde.gateway', { title: 'Payment gateway', trust: 'restricted', criticality: 'critical' }),
      node('office', { title: 'Head office' }),
    ],
    edges: edges(`
      internet > dmz.waf: https http
      dmz.waf > shop.web: https
      office > shop.web: https
      office > dmz.bastion: ssh
      dmz.bastion > shop.app.cart: ssh
      dmz.bastion > shop.app.catalogue: ssh
      dmz.bastion > shop.app.checkout: ssh
      dmz.bastion > shop.data: ssh postgres
      shop.web > shop.app.cart: app-api
      shop.web > shop.app.catalogue: app-api
      shop.web > shop.app.checkout: app-api
      shop.app.cart > shop.data: postgres redis
      shop.app.catalogue > shop.data: postgres redis mongodb
      shop.app.checkout > shop.data: postgres
      shop.app.checkout > cde.gateway: tcp/8443
      cde.gateway > cde.vault: vault-api
      cde.gateway > partners: https
      shop.data > shop.data: postgres-ha
      shop.app.cart > shop.app.cart: gossip`),
  };
}

/** A plant after the Purdue model: operations and office apart, one jump host between. */
export function plant(): Graph {
  return {
    version: 1,
    nodes: [
      node('internet', { trust: 'untrusted' }),
      node('enterprise', { title: 'Level 4 and 5: enterprise' }),
      node('enterprise.office', { title: 'Office clients' }),
      node('enterprise.erp', { title: 'ERP', criticality: 'high' }),
      node('idmz', { title: 'Level 3.5: industrial DMZ', trust: 'dmz' }),
      workload('idmz.jump', { title: 'Jump host', trust: 'dmz', criticality: 'high' }),
      workload('idmz.historian-mirror', { title: 'Historian, mirrored', trust: 'dmz' }),
      workload('idmz.patch', { title: 'Patch server', trust: 'dmz' }),
      node('ot', { title: 'Operations', trust: 'restricted' }),
      node('ot.site', { title: 'Level 3: site operations', trust: 'restricted' }),
      workload('ot.site.historian', { title: 'Historian', trust: 'restricted' }),
      workload('ot.site.engineering', {
        title: 'Engineering stations',
        trust: 'restricted',
        criticality: 'high',
      }),
      node('ot.line1', { title: 'Line 1', trust: 'restricted' }),
      node('ot.line1.supervisory', { title: 'Level 2: HMI and SCADA', trust: 'restricted' }),
      node('ot.line1.control', { title: 'Level 1: PLCs', trust: 'restricted', criticality: 'critical' }),
      node('ot.line2', { title: 'Line 2', trust: 'restricted' }),
      node('ot.line2.supervisory', { title: 'Level 2: HMI and SCADA', trust: 'restricted' }),
      node('ot.line2.control', { title: 'Level 1: PLCs', trust: 'restricted', criticality: 'critical' }),
      node('ot.safety', {
        title: 'Safety instrumented system',
        trust: 'restricted',
        criticality: 'critical',
      }),
    ],
    edges: edges(`
      enterprise.office > internet: http https
      enterprise.office > enterprise.erp: https
      enterprise.office > idmz.jump: rdp
      enterprise.erp > idmz.historian-mirror: https
      idmz.jump > ot.site.engineering: rdp
      ot.site.historian > idmz.historian-mirror: opcua
      idmz.patch > internet: https
      ot.site.engineering > idmz.patch: https
      ot.site.engineering > ot.line1.control: modbus tcp/102
      ot.site.engineering > ot.line2.control: modbus tcp/102
      ot.line1.supervisory > ot.line1.control: modbus opcua
      ot.line2.supervisory > ot.line2.control: modbus opcua
      ot.line1.supervisory > ot.site.historian: opcua
      ot.line2.supervisory > ot.site.historian: opcua
      ot.line1.control > ot.line1.control: modbus
      ot.line2.control > ot.line2.control: modbus`),
  };
}

/** The published call graph of Google's Online Boutique. */
export function boutique(): Graph {
  const services =
    'adservice cartservice checkoutservice currencyservice emailservice frontend paymentservice productcatalogservice recommendationservice shippingservice';
  return {
    version: 1,
    nodes: [
      node('internet', { trust: 'untrusted' }),
      node('loadgenerator'),
      node('boutique', { title: 'Online Boutique' }),
      ...services.split(' ').map((name) => workload(`boutique.${name}`)),
      workload('boutique.redis-cart', { criticality: 'high' }),
    ],
    edges: edges(`
      internet > boutique.frontend: http
      loadgenerator > boutique.frontend: http
      boutique.frontend > boutique.adservice: tcp/9555
      boutique.frontend > boutique.cartservice: tcp/7070
      boutique.frontend > boutique.checkoutservice: tcp/5050
      boutique.frontend > boutique.currencyservice: tcp/7000
      boutique.frontend > boutique.productcatalogservice: tcp/3550
      boutique.frontend > boutique.recommendationservice: tcp/8080
      boutique.frontend > boutique.shippingservice: tcp/50051
      boutique.checkoutservice > boutique.cartservice: tcp/7070
      boutique.checkoutservice > boutique.currencyservice: tcp/7000
      boutique.checkoutservice > boutique.emailservice: tcp/5000
      boutique.checkoutservice > boutique.paymentservice: tcp/50051
      boutique.checkoutservice > boutique.productcatalogservice: tcp/3550
      boutique.checkoutservice > boutique.shippingservice: tcp/50051
      boutique.recommendationservice > boutique.productcatalogservice: tcp/3550
      boutique.cartservice > boutique.redis-cart: redis`),
  };
}

/** A campus in large segments, with addresses that nobody claims. */
export function campus(): Graph {
  return {
    version: 1,
    nodes: [
      node('internet', { trust: 'untrusted' }),
      node('guest', { title: 'Guest Wi-Fi', trust: 'untrusted' }),
      node('office', { title: 'Office' }),
      node('office.wired', { title: 'Desks' }),
      node('office.wifi', { title: 'Wi-Fi' }),
      node('office.*'),
      node('printers', { title: 'Printers' }),
      node('test', { title: 'Test systems' }),
      node('production', { title: 'Production', trust: 'restricted', criticality: 'high' }),
      node('production.web', { trust: 'restricted' }),
      node('production.db', { trust: 'restricted', criticality: 'critical' }),
      node('management', { title: 'Network management', trust: 'restricted' }),
      node('*', { trust: null }),
    ],
    edges: edges(`
      guest > internet: http https dns
      office.wired > internet: http https dns ntp
      office.wifi > internet: http https dns ntp
      office.* > internet: https
      office.wired > printers: tcp/9100 snmp
      office.wifi > printers: tcp/9100
      office.wired > production.web: https
      office.wifi > production.web: https
      office.wired > test: any
      production.web > production.db: postgres
      management > printers: snmp ssh
      management > test: ssh
      management > production.web: ssh
      management > production.db: ssh
      * > guest: dhcp
      test > test: any
      office.wired > office.wired: smb`),
  };
}

/**
 * A made-up policy of `count` segments, always the same for the same numbers: zones of `perZone` segments that talk
 * along a chain inside and to a few others outside. With `perZone` 0 nothing is nested.
 */
export function generated(count: number, perZone: number): Graph {
  const random = randomFrom(count * 31 + perZone);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const trusts = ['untrusted', 'dmz', 'internal', 'internal', 'restricted'] as const;
  const nodes: GraphNode[] = [];
  const segments: string[] = [];
  for (let i = 0; i < count; i++) {
    const zone = `zone${Math.floor(i / Math.max(1, perZone))}`;
    if (perZone > 0 && i % perZone === 0) nodes.push(node(zone, { trust: pick(trusts) }));
    const id = perZone > 0 ? `${zone}.segment${i}` : `segment${i}`;
    segments.push(id);
    nodes.push(node(id, { trust: pick(trusts) }));
  }
  const services = ['https', 'ssh', 'postgres', 'tcp/8443', 'dns', 'redis', 'kafka'];
  const made = new Map<string, GraphEdge>();
  const connect = (source: string, target: string): void => {
    made.set(`${source}→${target}`, {
      source,
      target,
      services: [pick(services), pick(services)],
      rules: ['r'],
    });
  };
  segments.forEach((id, i) => {
    const next = segments[i + 1];
    if (next !== undefined && random() < 0.7) connect(id, next);
    if (random() < 0.4) connect(id, pick(segments));
  });
  return { version: 1, nodes, edges: [...made.values()] };
}

/** Numbers from 0 up to 1, the same ones for the same seed (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The graph with one more node and edges to it. */
export function withNode(graph: Graph, id: string, from: string, to: string): Graph {
  return {
    ...graph,
    nodes: [...graph.nodes, node(id)],
    edges: [...graph.edges, ...edges(`${from} > ${id}: https\n${id} > ${to}: postgres`)],
  };
}
