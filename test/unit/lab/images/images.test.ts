import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { archiveNames, images, layerNames } from "../../../../lab/images/images.ts";
import { zipkinVersion } from "../../../../lab/images/zipkin-version.ts";
import { defaultImages } from "../../../../src/shop/images";

const all = images("1.2.3");
const references = all.map((image) => image.reference);

/** A name as containerd spells it: with the registry and, for official images, the project that names leave out. */
const spelledOut = (image: string): string => `docker.io/${image.includes("/") ? "" : "library/"}${image}`;

test("every image that the shop runs by default can be run in the lab", () => {
  expect(references).toEqual(expect.arrayContaining(Object.values(defaultImages).map(spelledOut)));
});

test("Istio's images carry the tag that its charts ask for", () => {
  expect(references.filter((reference) => reference.includes("/istio/"))).toEqual([
    "docker.io/istio/pilot:1.2.3",
    "docker.io/istio/proxyv2:1.2.3",
  ]);
});

test("no image is described twice, and each archive and layer is used", () => {
  expect(new Set(references).size).toBe(references.length);
  expect(new Set(all.map((image) => image.archive))).toEqual(new Set(archiveNames));
  expect(new Set(all.flatMap((image) => image.layers))).toEqual(new Set(layerNames));
});

test("front-end's two images differ in their version alone", () => {
  const [one, two] = all.filter((image) => image.reference.includes("front-end"));
  expect(one?.layers).toEqual(two?.layers);
  expect(one?.config.Env).toContain("STAND_IN_VERSION=v1");
  expect(two?.config.Env).toContain("STAND_IN_VERSION=v2");
});

test("each image is whole", () => {
  expect(all.find((image) => image.reference.includes("proxyv2"))).toEqual({
    reference: "docker.io/istio/proxyv2:1.2.3",
    archive: "mesh",
    layers: ["debian", "proxy"],
    config: {
      Entrypoint: ["/usr/local/bin/pilot-agent"],
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      User: "1337:1337",
    },
  });
});

test("session-db's image is Debian's Redis, and what its pod gives as arguments is what runs", () => {
  const redis = all.find((image) => image.reference.includes("redis"));
  expect(redis?.layers).toEqual(["debian", "redis"]);
  const [command, ...words] = [...(redis?.config.Entrypoint ?? []), "echo", "redis-server", "--save", ""];
  expect(execFileSync(command, words, { encoding: "utf8" })).toBe("redis-server --save  --protected-mode no\n");
});

test("Zipkin's image is its jar on Debian's Java, with the options that its pod gives Java", () => {
  const zipkin = all.find((image) => image.layers.includes("zipkin"));
  expect(zipkin?.layers).toEqual(["debian", "java", "zipkin"]);
  expect(zipkin?.reference).toMatch(new RegExp(`:${zipkinVersion}$`));
  const [command = "", flag = "", script = "", ...words] = zipkin?.config.Entrypoint ?? [];
  const said = script.replace("exec java", "exec echo java");
  const env = { ...process.env, JAVA_OPTS: "-Xms32m -Xmx192m" };
  expect(execFileSync(command, [flag, said, ...words], { encoding: "utf8", env })).toBe(
    "java -Xms32m -Xmx192m -jar /zipkin/zipkin.jar\n",
  );
});

test("the rate limiter is built from the commit that its image's tag names", () => {
  const { reference } = all.find((image) => image.layers.includes("rateLimiter")) ?? { reference: "" };
  const [, commit = "none"] = reference.split(":");
  const goMod = join(__dirname, "../../../../lab/images/rate-limiter/go.mod");
  expect(readFileSync(goMod, "utf8")).toMatch(new RegExp(`github.com/envoyproxy/ratelimit v\\S+-${commit}`));
});
