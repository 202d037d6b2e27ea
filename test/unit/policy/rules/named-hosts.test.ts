import { namedHosts } from "../../../../policy/rules/named-hosts";
import { destinationRule, gateway } from "../declared";

const of = (hosts: string[], annotations?: Record<string, string>) =>
  namedHosts.violations(gateway({ servers: [{ hosts: ["shop.example"] }, { hosts }] }, { annotations }));

test.each(["shop.example", "*.shop.example", "sock-shop/shop.example", "*/shop.example"])("%s is taken", (host) => {
  expect(of([host])).toEqual([]);
});

test.each(["*", "sock-shop/*", "./*", "*/*"])("%s is refused", (host) => {
  expect(of(["shop.example", host])).toEqual([
    `server 2 of door: its hosts have "${host}". Allowed: host names, or a reason in the Gateway's annotation ` +
      'sock-shop/open-to-all-hosts, which the shop takes from: pulumi config set openGateway "WHY".',
  ]);
});

test("a reason opens it, an empty one does not", () => {
  expect(of(["*"], { "sock-shop/open-to-all-hosts": "a demo" })).toEqual([]);
  expect(of(["*"], { "sock-shop/open-to-all-hosts": " " })).toHaveLength(1);
  expect(of(["*"], { "sock-shop/other": "a demo" })).toHaveLength(1);
});

test("a Gateway without servers is open to nobody, and a rule for all hosts is no Gateway", () => {
  expect(namedHosts.violations(gateway({}))).toEqual([]);
  expect(namedHosts.violations(destinationRule("*"))).toEqual([]);
});
