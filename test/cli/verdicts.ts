/** All of section 4 in one policy. */
export const policy = `team net { contact = "net@shop.example" }
identity dba = user "dba"
identity app = service-account "app"
condition mfa "a second factor"
condition vpn
zone office { addresses = [10.1.0.0/16, fd00:1::/64] }
zone cde {
  zone pay { addresses = [10.2.1.0/24, fd00:2::/64] }
  zone vault { addresses = 10.2.2.0/24 }
}
zone admin { addresses = 10.3.0.0/24 }
zone lab {}
workload robot { labels = { kind: machine } }
workload press { addresses = 10.4.0.7, labels = { kind: machine } }
group inside = [office, cde] except cde.vault
tier guardrail {
  deny any to cde on [ssh, rdp]
  pass admin to cde on ssh as dba
}
allow admin to cde.pay on ssh
allow office to cde.pay on https when mfa
flow printing: allow office to lab on [ping, udp]
allow robot to press on any as app
allow office to cde.vault on https
deny office to cde.vault on tcp
tier emergency { deny 10.1.0.66 to any on any }
tier baseline { allow office to office on any }
allow admin to office on https { expires = 2026-06-30 }
`;

/** What `explain --format json` prints, as far as tests look at it. */
export interface Answer {
  readonly verdict: string;
  readonly parts: readonly {
    readonly verdict: string;
    readonly by: string;
    readonly line?: number;
    readonly example: unknown;
  }[];
}
