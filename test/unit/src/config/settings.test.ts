import { defaultImages } from "../../../../src/shop/images";
import { images, inPreview, read } from "./read-config";

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
  const config = { "kubernetes:kubeconfig": "/a/kubeconfig", "kubernetes:context": "kind" };
  afterEach(() => inPreview(false));

  test("is the provider's", () => {
    expect(read(config).access).toEqual({ kubeconfig: "/a/kubeconfig", context: "kind" });
  });

  test("is none in a preview", async () => {
    await inPreview(true);
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
