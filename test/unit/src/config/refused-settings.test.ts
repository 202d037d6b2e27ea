import * as pulumi from "@pulumi/pulumi";
import { defaultImages } from "../../../../src/shop/images";
import { stages } from "../../../../stages";
import { generalDefaults } from "../../../../src/config/settings";
import { images, parameters, read } from "./read-config";

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
      "a certificate for a host that the shop does not answer to",
      { "sock-shop:stage": "gateway-tls", "sock-shop:hosts": "*.shop.example,shop.test" },
      'Config tlsHost is "sock-shop.example". Allowed: a host that hosts takes in: *.shop.example,shop.test. ' +
        `${set} tlsHost shop.shop.example`,
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
