import { currentTls } from "../../../../policy/rules/current-tls";
import { destinationRule, gateway } from "../declared";

const of = (tls?: object) => currentTls.violations(gateway({ servers: [{ hosts: ["shop.example"] }, { tls }] }));

test.each<[string, object | undefined]>([
  ["no TLS", undefined],
  ["a redirect to it", { httpsRedirect: true }],
  ["TLS 1.2 by default", { mode: "SIMPLE" }],
  ["the same, said", { mode: "SIMPLE", minProtocolVersion: "TLS_AUTO" }],
  ["TLS 1.2", { mode: "SIMPLE", minProtocolVersion: "TLSV1_2" }],
  ["TLS 1.3", { mode: "MUTUAL", minProtocolVersion: "TLSV1_3" }],
  // Nothing of it is ended here, so what stands beside it does nothing.
  ["TLS that is passed on", { mode: "PASSTHROUGH", minProtocolVersion: "TLSV1_0" }],
  ["TLS that is passed on by name", { mode: "AUTO_PASSTHROUGH", minProtocolVersion: "TLSV1_0" }],
  ["no mode, which passes it on", { minProtocolVersion: "TLSV1_0" }],
  ["the mesh's own", { mode: "ISTIO_MUTUAL", minProtocolVersion: "TLSV1_0" }],
])("%s is taken", (_, tls) => {
  expect(of(tls)).toEqual([]);
});

test.each(["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"])("%s with TLS below 1.2 is refused", (mode) => {
  for (const version of ["TLSV1_0", "TLSV1_1"]) {
    expect(of({ mode, minProtocolVersion: version })).toEqual([
      `server 2 of door: tls.minProtocolVersion is ${version}. Allowed: TLSV1_2 or TLSV1_3 in spec.servers[1].tls, ` +
        "or none, which is TLSV1_2.",
    ]);
  }
});

test("a Gateway without servers ends no TLS, and a DestinationRule is no Gateway", () => {
  expect(currentTls.violations(gateway({}))).toEqual([]);
  expect(currentTls.violations(destinationRule("it"))).toEqual([]);
});
