import { isMarkSubset } from "../../src/mesh/marks";
import { inEveryStage } from "../../src/cluster/shop-objects";
import { stages } from "../../stages";
import type { Run } from "./src/engine";
import { runProgram } from "./src/engine";

/** Those that routes lead to: the one that bears the mark changes with each stage. */
const subsets = (objects: Run["objects"]) =>
  [...objects]
    .filter(([object]) => object.startsWith("DestinationRule/"))
    .map(([object, { spec }]) => [
      object,
      (spec.subsets as { name: string }[]).filter(({ name }) => !isMarkSubset(name)),
    ]);
const namesOf = (run: Run) => [...run.objects.keys()];

describe("the program", () => {
  test("exports what the stage is, what it shows, where, and how it is proven", async () => {
    const { outputs } = await runProgram({
      stage: "canary,abort-fault",
      canaryWeight: "30",
      url: "http://shop.example",
    });
    expect(outputs).toEqual({
      stage: "canary,abort-fault",
      shows: "30 % of requests go to v2 of front-end; 10 % of calls to catalogue answer 500",
      url: "http://shop.example",
      verify: "npm run verify -- canary,abort-fault --expect canaryWeight=30",
      // An Output, for it is a secret.
      signingKey: expect.anything(),
      readme: expect.stringMatching(/^# Sock Shop: canary,abort-fault\n[^]*baseline, blue-green, canary, /),
    });
  });

  test("reads tokens before it requires some, and for as long", async () => {
    const [reads, requires] = ["RequestAuthentication/front-end", "AuthorizationPolicy/front-end"] as const;
    const waitsFor = async (stage: string, one: string) => (await runProgram({ stage })).dependencies.get(one);
    expect(await waitsFor("jwt", requires)).toContain(reads);
    expect(await waitsFor("jwt", reads)).not.toContain(requires);
    expect(await waitsFor("baseline", reads)).toContain(requires);
    expect(await waitsFor("baseline", requires)).not.toContain(reads);
  });

  test("makes the certificate before the Gateway names it, beside the gateway, and says who vouches for it", async () => {
    const { objects, dependencies, outputs } = await runProgram({ stage: "gateway-tls" });
    const [secret] = [...objects.keys()].filter((object) => object.startsWith("Secret/"));
    expect(dependencies.get("Gateway/sock-shop")).toContain(secret);
    const { metadata } = objects.get(secret ?? "") ?? {};
    expect(metadata?.namespace).toBe("istio-system");
    expect(objects.get("Gateway/sock-shop")?.spec.servers[1].tls.credentialName).toBe(metadata?.name);
    expect(outputs["certificateAuthority"]).toBeDefined();
    const others = await runProgram({ stage: "baseline" });
    expect([...others.objects.keys()].filter((object) => object.startsWith("Secret/"))).toEqual([]);
    expect(others.outputs).not.toHaveProperty("certificateAuthority");
  });

  test("tells the gateway which tokens to believe beside its pods, before a route goes by them, at jwt-routing alone", async () => {
    const { objects, dependencies } = await runProgram({ stage: "jwt-routing", gatewaySelector: "asm=door" });
    const visitors = objects.get("RequestAuthentication/visitors");
    expect(visitors?.metadata).toMatchObject({ namespace: "istio-system", name: "sock-shop-visitors" });
    expect(visitors?.spec.selector).toEqual({ matchLabels: { asm: "door" } });
    expect(dependencies.get("VirtualService/front-end-ingress")).toContain("RequestAuthentication/visitors");
    expect(dependencies.get("VirtualService/front-end")).not.toContain("RequestAuthentication/visitors");
    expect(namesOf(await runProgram({ stage: "jwt" }))).not.toContain("RequestAuthentication/visitors");
  });

  test("says a number of another stage's that this one goes by to the claim too", async () => {
    const { outputs } = await runProgram({ stage: "jwt-routing", jwtIssuer: "me", jwtValue: "x" });
    expect(outputs["verify"]).toBe("npm run verify -- jwt-routing --expect jwtIssuer=me --expect jwtValue=x");
  });

  test("writes the stage into the cluster", async () => {
    const { objects } = await runProgram({ stage: "canary,abort-fault" });
    expect(objects.get("ConfigMap/stage")).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "stage", namespace: "sock-shop" },
      data: {
        stage: "canary,abort-fault",
        shows: "20 % of requests go to v2 of front-end; 10 % of calls to catalogue answer 500",
      },
    });
  });

  test("uses the images and the gateway of the config", async () => {
    const { objects } = await runProgram({
      stage: "canary",
      images: JSON.stringify({ "front-end-v2": "example/red:1", "rabbitmq-exporter": "example/exporter:1" }),
      gatewaySelector: "public",
    });
    const images = (deployment: string) =>
      objects
        .get(`Deployment/${deployment}`)
        ?.spec.template.spec.containers.map(({ name, image }: Record<string, string>) => [name, image]);
    expect(images("front-end")).toEqual([["front-end", "weaveworksdemos/front-end:0.3.12"]]);
    expect(images("front-end-v2")).toEqual([["front-end", "example/red:1"]]);
    expect(images("rabbitmq")).toEqual([
      ["rabbitmq", "rabbitmq:3.6.8-management"],
      ["rabbitmq-exporter", "example/exporter:1"],
    ]);
    expect(objects.get("Gateway/sock-shop")?.spec.selector).toEqual({ istio: "public" });
  });

  test("warns of pods that are not restricted, always, and refuses what the config says", async () => {
    const labels = async (config: Record<string, string>) =>
      (await runProgram(config)).objects.get("Namespace/sock-shop")?.metadata.labels;
    const noted = {
      "istio-injection": "enabled",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
    };
    expect(await labels({})).toEqual({ ...noted, "pod-security.kubernetes.io/enforce": "privileged" });
    expect(await labels({ podSecurity: "baseline" })).toEqual({
      ...noted,
      "pod-security.kubernetes.io/enforce": "baseline",
    });
  });

  test("asks for the sidecars of the config's revision, and of no other", async () => {
    const { objects } = await runProgram({ istioRevision: "canary" });
    const labels = objects.get("Namespace/sock-shop")?.metadata.labels ?? {};
    expect(Object.entries(labels).filter(([key]) => key.includes("istio"))).toEqual([["istio.io/rev", "canary"]]);
  });

  test("answers to the hosts of the config, which need no reason to be open", async () => {
    const { objects } = await runProgram({ hosts: "a.example.com,*.b.example.com", openGateway: "a demo" });
    const hosts = ["a.example.com", "*.b.example.com"];
    const gateway = objects.get("Gateway/sock-shop");
    expect(gateway?.spec.servers[0].hosts).toEqual(hosts);
    expect(objects.get("VirtualService/front-end-ingress")?.spec.hosts).toEqual(hosts);
    expect(gateway?.metadata.annotations).toEqual({ "sock-shop/made-by": "sock-shop/test/mark" });
  });

  test("says on its namespace and its Gateway which stack made them", async () => {
    const { objects } = await runProgram();
    const marked = [...objects].filter(
      ([, { metadata }]) => metadata.annotations?.["sock-shop/made-by"] === "sock-shop/test/mark",
    );
    expect(marked.map(([object]) => object).sort()).toEqual(["Gateway/sock-shop", "Namespace/sock-shop"]);
  });

  test.each(Object.keys(stages))("has at %s all that the look before misses where it is gone", async (stage) => {
    expect(namesOf(await runProgram({ stage }))).toEqual(
      expect.arrayContaining(inEveryStage({ setUpInbound: ["front-end", "catalogue"], takesTokens: ["front-end"] })),
    );
  });

  test("writes on the Gateway why it may be open, if the stack says so", async () => {
    const gateway = async (config: Record<string, string>) =>
      (await runProgram(config)).objects.get("Gateway/sock-shop")?.metadata.annotations?.[
        "sock-shop/open-to-all-hosts"
      ];
    expect(await gateway({ openGateway: " a demo " })).toBe("a demo");
    expect(await gateway({ openGateway: " " })).toBeUndefined();
  });

  test("creates nothing when config is wrong", async () => {
    await expect(runProgram({ stage: "canary", canaryWeight: "101" })).rejects.toThrow(
      'Config canaryWeight is "101". Allowed: a whole number from 0 to 100. Type: pulumi config set canaryWeight 20',
    );
  });
});

describe("the order of things", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram({ stage: "canary,circuit-breaking" });
  });
  const waitsFor = (object: string) => [...(run.dependencies.get(object) ?? [])].sort();

  test("everything waits for the namespace", () => {
    const without = namesOf(run).filter((object) => !waitsFor(object).includes("Namespace/sock-shop"));
    expect(without).toEqual(["Namespace/sock-shop"]);
  });

  test("a DestinationRule waits for the Service", () => {
    expect(waitsFor("DestinationRule/front-end")).toEqual(["Namespace/sock-shop", "Service/front-end"]);
    expect(waitsFor("DestinationRule/carts-db")).toEqual(["Namespace/sock-shop", "Service/carts-db"]);
  });

  test("a VirtualService waits for the subsets and for the pods of every version it may route to", () => {
    const own = ["Deployment/front-end", "Deployment/front-end-v2", "DestinationRule/front-end"];
    expect(waitsFor("VirtualService/front-end")).toEqual([...own, "Namespace/sock-shop"]);
    expect(waitsFor("VirtualService/front-end-ingress")).toEqual([...own, "Gateway/sock-shop", "Namespace/sock-shop"]);
    expect(waitsFor("VirtualService/user")).toEqual(["Deployment/user", "DestinationRule/user", "Namespace/sock-shop"]);
  });

  test("the record of the stage waits for everything", () => {
    const rest = namesOf(run).filter((object) => object !== "ConfigMap/stage");
    expect(rest).toContain("Deployment/fortio");
    expect(waitsFor("ConfigMap/stage")).toEqual(rest.sort());
  });
});

describe("a switch", () => {
  let baseline: Run;
  beforeAll(async () => {
    baseline = await runProgram();
  });

  test.each(Object.keys(stages))(
    "to %s updates in place: no resource of the baseline has another name",
    async (stage) => {
      const { resources, objects } = await runProgram({ stage });
      expect(resources).toEqual(expect.arrayContaining([...baseline.resources]));
      // No two resources declare one object.
      const declaring = resources.filter(({ type }) => type.startsWith("kubernetes:"));
      expect(declaring).toHaveLength(objects.size);
      // A subset that one stage declared and another did not would be taken away under the routes to it.
      expect(subsets(objects)).toEqual(subsets(baseline.objects));
    },
  );
});
