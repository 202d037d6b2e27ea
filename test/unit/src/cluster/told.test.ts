import type { Shown } from "../../../../src/cluster/shown";
import { lacking } from "../../../../src/cluster/told";
import { ofDestinationRule, ofVirtualService } from "../../../../src/mesh/expectation";

const route = [{ destination: { host: "user" } }];
const expectations = [
  ofVirtualService("user", "user", { hosts: ["user"], http: [{ name: "user-to-v1.00000002", route }] }),
  ofVirtualService("front-end-ingress", "front-end", {
    hosts: ["shop.example"],
    gateways: ["door"],
    http: [{ name: "front-end-to-v1.00000002", route }],
  }),
  ofDestinationRule("user-db", {
    host: "user-db",
    exportTo: ["."],
    subsets: [{ name: "v1" }, { name: "mark-00000002" }],
  }),
];

const shows = (hosts: string[], marks: Record<string, string[]>): Shown => ({
  hosts: new Set(hosts),
  marks: new Map(Object.entries(marks).map(([object, seen]) => [object, new Set(seen)])),
  refused: [],
});
const all = {
  "VirtualService/user": ["user-to-v1.00000002"],
  "DestinationRule/user-db": ["mark-00000002"],
};
const sidecar = { kind: "sidecar", limited: false } as const;
const limited = { kind: "sidecar", limited: true } as const;
const gateway = { kind: "gateway", limited: false } as const;
const ingress = "VirtualService/front-end-ingress";

test.each([
  ["a sidecar with all of its objects", sidecar, shows(["user", "user-db"], all), []],
  [
    "a sidecar with an earlier route",
    sidecar,
    shows(["user", "user-db"], { ...all, "VirtualService/user": ["user-to-v1.00000001"] }),
    ["VirtualService/user"],
  ],
  [
    "a sidecar with an earlier route beside the new one",
    sidecar,
    shows(["user", "user-db"], { ...all, "VirtualService/user": ["user-to-v1.00000001", "user-to-v1.00000002"] }),
    ["VirtualService/user"],
  ],
  [
    "a database's traffic policy of an earlier state",
    sidecar,
    shows(["user", "user-db"], { ...all, "DestinationRule/user-db": ["mark-00000001"] }),
    ["DestinationRule/user-db"],
  ],
  ["a sidecar that knows nothing yet", sidecar, shows([], {}), ["VirtualService/user", "DestinationRule/user-db"]],
  ["a sidecar that a Sidecar resource keeps all services from", limited, shows([], {}), []],
  ["one that is told of a service and is late with it", limited, shows(["user"], {}), ["VirtualService/user"]],
  [
    "a gateway with its route",
    gateway,
    shows([], { [ingress]: ["front-end-to-v1.00000002", "host shop.example"] }),
    [],
  ],
  ["a gateway for another host", gateway, shows([], { [ingress]: ["front-end-to-v1.00000002", "host *"] }), [ingress]],
])("%s", (_, told, shown, expected) => {
  expect(lacking(expectations, told, shown)).toEqual(expected);
});
