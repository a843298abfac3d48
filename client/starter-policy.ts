/** What a new policy begins with: complete, without a finding, and with no address, as a first sketch has none. */
export const starterPolicy = `// My policy
// It says which connections the network may carry. What no rule allows is denied.

zone internet { trust = untrusted }
zone web "Web servers" { trust = dmz }
zone app "Application"
zone data "Customer data" { criticality = high }

allow internet to web on https
allow web to app on https
allow app to data on postgres

never internet to data    // proven at every edit

test "the web servers cannot query the database" {
  expect deny web to data on postgres
}
`;
