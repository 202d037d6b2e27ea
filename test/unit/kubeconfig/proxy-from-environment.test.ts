import { proxyFromEnvironment } from "../../../kubeconfig/proxy-from-environment";

const proxy = (server: string, environment: Record<string, string>) =>
  proxyFromEnvironment(new URL(server), environment);

test.each<[string, string, Record<string, string>, string | undefined]>([
  ["nothing", "https://a.example", {}, undefined],
  ["by scheme", "https://a.example", { HTTPS_PROXY: "http://p:1", HTTP_PROXY: "http://q:1" }, "http://p:1"],
  ["by the other scheme", "http://a.example", { HTTPS_PROXY: "http://p:1", HTTP_PROXY: "http://q:1" }, "http://q:1"],
  ["for the other scheme only", "http://a.example", { HTTPS_PROXY: "http://p:1" }, undefined],
  ["lower case first", "https://a.example", { HTTPS_PROXY: "http://p:1", https_proxy: "http://r:1" }, "http://r:1"],
  ["a proxy without a scheme", "https://a.example", { https_proxy: "p:3128" }, "http://p:3128"],
  ["socks", "https://a.example", { https_proxy: "socks5://p:1080" }, "socks5://p:1080"],
  ["this machine", "https://localhost:6443", { https_proxy: "p:1" }, undefined],
  ["this machine by number", "https://127.0.0.1:6443", { https_proxy: "p:1" }, undefined],
  ["this machine by its newer number", "https://[::1]:6443", { https_proxy: "p:1" }, undefined],
])("%s", (_, server, environment, expected) => {
  expect(proxy(server, environment)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ["a.example", "https://a.example", true],
  ["a.example", "https://b.a.example:6443", true],
  ["a.example", "https://ba.example", false],
  [".a.example", "https://a.example", false],
  [".a.example", "https://b.a.example", true],
  ["*.a.example", "https://b.a.example", true],
  ["*.a.example", "https://a.example", false],
  ["A.Example", "https://a.example", true],
  ["other, a.example ,", "https://a.example", true],
  ["a.example:6443", "https://a.example:6443", true],
  ["a.example:6443", "https://a.example", false],
  ["a.example:443", "https://a.example", true],
  ["*", "https://10.1.2.3", true],
  ["10.1.2.3", "https://10.1.2.3:6443", true],
  ["10.1.2.3:6443", "https://10.1.2.3:6443", true],
  ["10.1.2.4", "https://10.1.2.3", false],
  ["10.1.0.0/16", "https://10.1.2.3", true],
  ["10.2.0.0/16", "https://10.1.2.3", false],
  ["fd00::/8", "https://[fd00::1]:6443", true],
  ["fd00::1", "https://[fd00::1]:6443", true],
  ["[fd00::1]:6443", "https://[fd00::1]:6443", true],
  ["10.0.0.0/8", "https://ten.example", false],
  ["", "https://a.example", false],
])("no_proxy %s: %s exempt %s", (noProxy, server, exempt) => {
  expect(proxy(server, { https_proxy: "p:1", no_proxy: noProxy })).toBe(exempt ? undefined : "http://p:1");
});
