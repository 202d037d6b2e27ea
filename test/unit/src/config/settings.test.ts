import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { generalDefaults, parametersOf, readSettings } from "../../../../src/config/settings";
import { defaultImages } from "../../../../src/shop/images";
import type { Stage } from "../../../../src/stage/stage";
import { stages } from "../../../../stages";

const parameters = parametersOf(stages);

beforeAll(async () => {
  const refuse = () => {
    throw new Error("reading config creates nothing");
  };
  await pulumi.runtime.setMocks({ call: refuse, newResource: refuse }, "sock-shop", "test");
});

function read(config: Record<string, string>) {
  pulumi.runtime.setAllConfig(config);
  return readSettings(stages);
}

const images = (value: unknown) => ({ "sock-shop:images": JSON.stringify(value) });

describe("without config", () => {
  test("the shop is at the baseline, with the pinned images", () => {
    const { stage, ...rest } = read({});
    expect(stage.names).toEqual(["baseline"]);
    expect(rest).toEqual({
      access: {},
      images: defaultImages,
      replacedImages: [],
      resources: {},
      istio: { install: false },
      url: "http://localhost:8080",
      namespace: "sock-shop",
      createNamespace: true,
      istioRevision: "",
      podSecurity: "privileged",
      gatewaySelector: "ingressgateway",
      gatewayNamespace: "",
      hosts: "*",
      openGateway: "",
      nativeSidecars: "auto",
    });
  });
});

describe("the cluster to ask", () => {
  const refuse = () => {
    throw new Error("reading config creates nothing");
  };
  const asPreview = (preview: boolean) =>
    pulumi.runtime.setMocks({ call: refuse, newResource: refuse }, "sock-shop", "test", preview);
  const config = { "kubernetes:kubeconfig": "/a/kubeconfig", "kubernetes:context": "kind" };
  afterEach(() => asPreview(false));

  test("is the provider's", () => {
    expect(read(config).access).toEqual({ kubeconfig: "/a/kubeconfig", context: "kind" });
  });

  test("is none in a preview", async () => {
    await asPreview(true);
    expect(read(config).access).toBeUndefined();
  });

  test("is none where the provider writes manifests instead of applying them", () => {
    expect(read({ ...config, "kubernetes:renderYamlToDirectory": "manifests" }).access).toBeUndefined();
  });
});

describe("config that is taken", () => {
  test("stage and parameters", () => {
    const { stage } = read({
      "sock-shop:stage": "canary,delay-fault",
      "sock-shop:canaryWeight": "35",
      "sock-shop:delay": "2s",
    });
    expect(stage.names).toEqual(["canary", "delay-fault"]);
    expect(stage.shows).toBe("35 % of requests go to v2 of front-end; 100 % of calls to catalogue take 2s longer");
    expect(stage.traffic["front-end"].routes).toEqual([{ to: { v1: 65, v2: 35 } }]);
  });

  test("an image by Deployment or sidecar, the others stay", () => {
    const digest = `registry.example:5000/exporter@sha256:${"0".repeat(64)}`;
    const replaced = { "front-end-v2": "localhost:5000/front-end:red", "rabbitmq-exporter": digest };
    const settings = read(images(replaced));
    expect(settings.images).toEqual({ ...defaultImages, ...replaced });
    expect(settings.replacedImages).toEqual(Object.keys(replaced));
  });

  test("what differs from cluster to cluster", () => {
    const config = {
      url: "https://shop.example/",
      namespace: "team-shop",
      gatewaySelector: "public-gateway",
      gatewayNamespace: "ingress",
      hosts: "shop.example.com,*.shop.example.com",
      istioRevision: "1-30-4",
      nativeSidecars: "true",
    };
    const given = Object.entries(config).map(([key, value]) => [`sock-shop:${key}`, value]);
    expect(read({ ...Object.fromEntries(given), "sock-shop:createNamespace": "false" })).toMatchObject({
      ...config,
      createNamespace: false,
    });
  });

  test.each([
    ["asm=ingressgateway", "asm=ingressgateway"],
    ["example.com/gateway=public", "example.com/gateway=public"],
    ["istio=public", "public"],
  ])("the gateway's label %s", (text, selector) => {
    expect(read({ "sock-shop:gatewaySelector": text }).gatewaySelector).toBe(selector);
  });

  test("hosts in any case, with spaces", () => {
    expect(read({ "sock-shop:hosts": "Shop.Example.com, *.example.com" }).hosts).toBe("shop.example.com,*.example.com");
    expect(read({ "sock-shop:hosts": " * " }).hosts).toBe("*");
  });

  test("a mirror, for all images but those set one by one", () => {
    const own = images({ catalogue: "example/catalogue:1" });
    const { images: used, replacedImages } = read({ ...own, "sock-shop:imageRegistry": "registry.example:5000/hub" });
    expect(used).toMatchObject({
      "front-end": `registry.example:5000/hub/${defaultImages["front-end"]}`,
      "carts-db": `registry.example:5000/hub/library/${defaultImages["carts-db"]}`,
      catalogue: "example/catalogue:1",
    });
    expect(Object.keys(used)).toEqual(Object.keys(defaultImages));
    expect(replacedImages).toEqual(["catalogue"]);
  });

  test("keys of other projects and providers", () => {
    expect(read({ "kubernetes:context": "kind", "other:stage": "x" }).stage.names).toEqual(["baseline"]);
  });

  test("a parameter of a stage that is not selected", () => {
    expect(read({ "sock-shop:canaryWeight": "5" }).stage.names).toEqual(["baseline"]);
  });
});

describe("config that is refused", () => {
  const known = [...Object.keys(generalDefaults), ...Object.keys(parameters)].join(", ");
  const containers = Object.keys(defaultImages).join(", ");
  const set = "Type: pulumi config set";
  const pinned = "Allowed: an image with a tag that stays (not latest) or a digest.";
  const object =
    "Allowed: an object with an image for each Deployment to change. Type: pulumi config rm images && pulumi config set --path images.front-end-v2 REGISTRY/IMAGE:TAG";

  test.each<[string, Record<string, string>, string]>([
    [
      "an unknown key",
      { "sock-shop:canaryWieght": "20" },
      `Config canaryWieght is not known. Did you mean canaryWeight? Allowed: ${known}. Type: pulumi config rm canaryWieght`,
    ],
    [
      "an unknown stage",
      { "sock-shop:stage": "canry" },
      `Config stage is "canry", which is no stage. Allowed: ${Object.keys(stages).join(", ")}; several are joined by a ` +
        `comma. ${set} stage canary`,
    ],
    [
      "stages that set one field",
      { "sock-shop:stage": "canary,blue-green" },
      "Stages canary and blue-green both set front-end.routes, which only one stage may. " + `${set} stage canary`,
    ],
    [
      "a parameter of a stage that is not selected",
      { "sock-shop:delay": "5 seconds" },
      'Config delay is "5 seconds". Allowed: a duration from 1ms to 1h, such as 5s, 250ms or 1m30s. ' +
        `${set} delay 5s`,
    ],
    [
      "a status that no answer has",
      { "sock-shop:abortStatus": "42" },
      `Config abortStatus is "42". Allowed: a whole number from 200 to 599. ${set} abortStatus 500`,
    ],
    [
      "a single pod to balance between",
      { "sock-shop:replicas": "1" },
      `Config replicas is "1". Allowed: a whole number from 2 to 20. ${set} replicas 3`,
    ],
    [
      "an image for an unknown container",
      images({ "frontend-v2": "a/b:1" }),
      `Config images.frontend-v2 is not known. Did you mean images.front-end-v2? Allowed: ${containers}. ` +
        "Type: pulumi config rm --path images.frontend-v2 && pulumi config set --path images.front-end-v2 a/b:1",
    ],
    [
      "a floating tag",
      images({ "carts-db": "mongo:latest" }),
      `Config images.carts-db is "mongo:latest". ${pinned} ${set} --path images.carts-db mongo:4.2.22`,
    ],
    [
      "no tag",
      images({ "carts-db": "localhost:5000/mongo" }),
      `Config images.carts-db is "localhost:5000/mongo". ${pinned} ${set} --path images.carts-db mongo:4.2.22`,
    ],
    [
      "an image that is no text",
      images({ "carts-db": 4 }),
      `Config images.carts-db is 4. ${pinned} ${set} --path images.carts-db mongo:4.2.22`,
    ],
    ["images that are a list", images(["mongo:4"]), `Config images is ["mongo:4"]. ${object}`],
    ["images that are no JSON", { "sock-shop:images": "mongo:4" }, `Config images is "mongo:4". ${object}`],
    [
      "an address without a scheme",
      { "sock-shop:url": "localhost:8080" },
      `Config url is "localhost:8080". Allowed: an http or https URL. ${set} url http://localhost:8080`,
    ],
    [
      "two labels",
      { "sock-shop:gatewaySelector": "istio=ingressgateway,app=gateway" },
      'Config gatewaySelector is "istio=ingressgateway,app=gateway". Allowed: the value of the istio label on the ' +
        `gateway's pods, or another label of theirs as KEY=VALUE. ${set} gatewaySelector ingressgateway`,
    ],
    ...["=x", "a=", "a=b=c", "a b=c", "-a=b"].map((text): [string, Record<string, string>, string] => [
      `the gateway's label ${text}`,
      { "sock-shop:gatewaySelector": text },
      `Config gatewaySelector is "${text}". Allowed: the value of the istio label on the ` +
        `gateway's pods, or another label of theirs as KEY=VALUE. ${set} gatewaySelector ingressgateway`,
    ]),
    [
      "a label that Istio's chart does not give its gateway",
      { "sock-shop:istio": '{"install":true}', "sock-shop:gatewaySelector": "asm=door" },
      'Config gatewaySelector is "asm=door". Allowed: the value of the istio label alone, which istio.install gives ' +
        "the gateway's pods. Type: pulumi config rm gatewaySelector",
    ],
    ...[
      "localhost",
      "shop.example.com:80",
      "*,shop.example.com",
      "a.example.com,a.example.com",
      "a.*.com",
      "",
      "http://a.b",
    ].map((text): [string, Record<string, string>, string] => [
      `hosts ${text}`,
      { "sock-shop:hosts": text },
      `Config hosts is "${text}". Allowed: * for every host, or host names joined by a comma, such as ` +
        "shop.example.com or *.shop.example.com. Type: pulumi config rm hosts",
    ]),
    [
      "a revision that none can have",
      { "sock-shop:istioRevision": "1.30/x" },
      'Config istioRevision is "1.30/x". Allowed: a revision of Istio or a tag of one (letters, digits, - _ . inside, ' +
        "at most 63), or nothing for the default. Type: pulumi config rm istioRevision",
    ],
    [
      "a namespace that none can have",
      { "sock-shop:namespace": "Sock_Shop" },
      'Config namespace is "Sock_Shop". Allowed: the name of a namespace (a-z, 0-9, - inside, at most 63). ' +
        `${set} namespace sock-shop`,
    ],
    [
      "a third answer to yes or no",
      { "sock-shop:createNamespace": "maybe" },
      `Config createNamespace is "maybe". Allowed: true or false. ${set} createNamespace true`,
    ],
    [
      "a registry with a scheme",
      { "sock-shop:imageRegistry": "https://registry.example" },
      'Config imageRegistry is "https://registry.example". Allowed: a registry with or without a path, such as ' +
        "registry.example:5000/mirror, or nothing for Docker Hub. Type: pulumi config rm imageRegistry",
    ],
    [
      "a level that Istio's sidecars cannot keep to",
      { "sock-shop:podSecurity": "restricted" },
      'Config podSecurity is "restricted". Allowed: privileged, baseline (which needs Istio CNI). ' +
        `${set} podSecurity privileged`,
    ],
  ])("%s", (_, config, message) => {
    expect(() => read(config)).toThrow(new pulumi.RunError(message));
    expect(message).not.toContain("\n");
  });

  test("as an error that Pulumi prints without a stack trace", () => {
    let caught: unknown;
    try {
      read({ "sock-shop:stage": "none" });
    } catch (error) {
      caught = error;
    }
    expect(pulumi.RunError.isInstance(caught)).toBe(true);
  });
});

describe("Pulumi.yaml", () => {
  const project = parse(readFileSync("Pulumi.yaml", "utf8"));

  test("has the program's keys, with their types and defaults", () => {
    const types: Record<string, string> = {
      images: "object",
      resources: "object",
      istio: "object",
      createNamespace: "boolean",
    };
    const general = Object.entries(generalDefaults).map(([key, value]) => [
      key,
      { type: types[key] ?? "string", default: value, description: expect.stringMatching(/^\w.{10,}$/) },
    ]);
    const ofStages = Object.entries<Stage>(stages).flatMap(([name, stage]) =>
      Object.entries(stage.parameters ?? {}).map(([key, parameter]) => [
        key,
        {
          type: parameter.type === "integer" ? "integer" : "string",
          default: parameter.default,
          description: `${name}: ${parameter.description}`,
        },
      ]),
    );
    expect(Object.entries(project.config)).toEqual([...general, ...ofStages]);
  });

  test("no two stages share a key, nor does one take a general key", () => {
    const keys = Object.values<Stage>(stages).flatMap((stage) => Object.keys(stage.parameters ?? {}));
    const all = [...Object.keys(generalDefaults), ...keys];
    expect(all).toEqual([...new Set(all)]);
    expect(Object.keys(parameters)).toEqual(keys);
  });

  test("the project's name is the prefix that the config of the dev stack has", () => {
    const dev = parse(readFileSync("Pulumi.dev.yaml", "utf8")).config;
    const own = Object.entries(dev).filter(([key]) => key.startsWith(`${project.name}:`));
    expect(own).toEqual([
      ["sock-shop:openGateway", expect.stringMatching(/\w/)],
      ["sock-shop:stage", "baseline"],
      ["sock-shop:url", "http://localhost:8080"],
    ]);
    expect(read(Object.fromEntries(own) as Record<string, string>).stage.names).toEqual(["baseline"]);
  });
});
