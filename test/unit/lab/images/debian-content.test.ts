import { debianEntry, type PackageEntry } from "../../../../lab/images/debian-content.ts";

const entry = (name: string, more: Partial<PackageEntry> = {}): PackageEntry => ({
  name,
  type: "file",
  mode: 0o755,
  size: 3,
  linkname: "",
  ...more,
});

test.each([
  "./",
  "./dev/null",
  "./usr/share/doc/dash/copyright",
  "./usr/share/locale/de/LC_MESSAGES/coreutils.mo",
  "./usr/share/",
  "./usr/lib/x86_64-linux-gnu/gconv/UTF-16.so",
  "./var/lib/dpkg/status",
  "./etc/apt/sources.list",
])("%s is left out", (name) => {
  expect(debianEntry("debian", entry(name))).toBeUndefined();
});

test("device files are left out, wherever they are", () => {
  expect(debianEntry("debian", entry("./somewhere/null", { type: "character-device" }))).toBeUndefined();
});

test.each([
  ["./usr/sbin/xtables-nft-multi", "usr/sbin/xtables-nft-multi"],
  ["./lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"],
  ["./usr/lib/x86_64-linux-gnu/xtables/libxt_REDIRECT.so", "usr/lib/x86_64-linux-gnu/xtables/libxt_REDIRECT.so"],
  ["./tmp/", "tmp"],
  ["./variable", "variable"],
])("%s stays, as %s", (name, kept) => {
  expect(debianEntry("debian", entry(name))).toEqual(entry(kept));
});

test("links keep their targets, hard ones as paths of the layer", () => {
  expect(debianEntry("debian", entry("./bin/sh", { type: "symlink", linkname: "dash" }))?.linkname).toBe("dash");
  expect(debianEntry("debian", entry("./bin/a", { type: "link", linkname: "./bin/b" }))?.linkname).toBe("bin/b");
});

test.each([
  "./usr/bin/redis-server",
  "./usr/bin/redis-cli",
  "./usr/lib/x86_64-linux-gnu/libssl.so.3",
  "./usr/lib/aarch64-linux-gnu/libjemalloc.so.2",
  "./usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30",
  "./lib/x86_64-linux-gnu/libcap.so.2.66",
])("Redis has %s", (name) => {
  expect(debianEntry("redis", entry(name))).toEqual(entry(name.slice(2)));
});

test.each([
  "./usr/bin/perl",
  "./usr/bin/passwd",
  "./usr/bin/redis-benchmark",
  "./etc/redis/redis.conf",
  "./lib/x86_64-linux-gnu/libc.so.6",
  "./usr/lib/x86_64-linux-gnu/perl/5.36.0/auto/re/re.so",
])("Redis's layer leaves %s out or to the base", (name) => {
  expect(debianEntry("redis", entry(name))).toBeUndefined();
});

test.each([
  "./usr/bin/prometheus",
  "./usr/bin/promtool",
  "./usr/share/prometheus/web/templates/graph.html",
  "./usr/share/javascript/popper.js",
  "./usr/share/nodejs/popper.js/dist/popper.min.js",
  "./usr/share/javascript/moment-timezone/moment-timezone-with-data.min.js",
])("Prometheus has %s", (name) => {
  expect(debianEntry("prometheus", entry(name))).toEqual(entry(name.slice(2)));
});

test.each([
  "./usr/share/javascript/moment-timezone/data/unpacked/latest.json",
  "./etc/prometheus/prometheus.yml",
  "./usr/share/doc/prometheus/copyright",
  "./lib/x86_64-linux-gnu/libc.so.6",
])("Prometheus's layer leaves %s out or to the base", (name) => {
  expect(debianEntry("prometheus", entry(name))).toBeUndefined();
});

const jvm = "usr/lib/jvm/java-17-openjdk-amd64";

test.each([
  `${jvm}/bin/java`,
  `${jvm}/lib/modules`,
  `${jvm}/lib/server/libjvm.so`,
  `${jvm}/lib/server/classes.jsa`,
  `${jvm}/conf/security/java.security`,
  "etc/java-17-openjdk/security/java.security",
  "lib/x86_64-linux-gnu/libz.so.1",
  "usr/lib/x86_64-linux-gnu/libstdc++.so.6",
])("Java has %s", (name) => expect(debianEntry("java", entry(`./${name}`))).toEqual(entry(name)));

test.each([
  `${jvm}/legal/java.base/LICENSE`,
  `${jvm}/lib/ct.sym`,
  `${jvm}/lib/libawt.so`,
  `${jvm}/lib/server/classes_nocoops.jsa`,
  "etc/ssl/openssl.cnf",
  "lib/x86_64-linux-gnu/libc.so.6",
  "usr/bin/perl",
])("Java's layer leaves %s out or to the base", (name) => {
  expect(debianEntry("java", entry(`./${name}`))).toBeUndefined();
});
