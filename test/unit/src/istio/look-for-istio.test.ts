import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { refuseEarlierIstio, refuseHalfWay } from "../../../../src/istio/look-for-istio";

beforeAll(() =>
  pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }, "shop", "dev"),
);

const namespace = (owner?: string) => ({
  "/api/v1/namespaces/istio-system": {
    metadata: { labels: owner === undefined ? {} : { "sock-shop/installed-by": owner } },
  },
});
const names = (path: string, ...names: string[]) => ({
  [path]: { items: names.map((name) => ({ metadata: { name } })) },
});
const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
const injectors = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
const pods = "/api/v1/pods?labelSelector=app%3Distiod";
const istiod = (ready: string) => ({
  [pods]: {
    items: [
      { metadata: { namespace: "mesh", name: "istiod-1" }, status: { conditions: [{ type: "Ready", status: ready }] } },
    ],
  },
});

/** What the question gets from an API server that answers by path: lists that it does not have are empty, `403` is one. */
async function asked(answers: Record<string, unknown>, question: (access: object) => Promise<void>): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const answer = answers[url] ?? (url.endsWith("/istio-system") ? 404 : { items: [] });
    response.setHeader("content-type", "application/json");
    if (typeof answer === "number") response.writeHead(answer).end(JSON.stringify({ kind: "Status", code: answer }));
    else response.end(JSON.stringify(answer));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const kubeconfig = JSON.stringify({
    "current-context": "kind",
    contexts: [{ name: "kind", context: { cluster: "kind" } }],
    clusters: [{ name: "kind", cluster: { server: `http://127.0.0.1:${port}` } }],
  });
  try {
    await question({ kubeconfig });
    return "nothing";
  } catch (error) {
    return (error as Error).message.replace(/^Cluster kind at \S+ /, "");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("before anything is made", () => {
  const use = "Nothing was changed. Type, to use it: pulumi config set --path istio.install false";
  test.each<[string, Record<string, unknown>, RegExp | string]>([
    ["an empty cluster", {}, "nothing"],
    ["kinds and roles of others", { ...names(crds, "a.example"), ...names(roles, "istio-cni") }, "nothing"],
    [
      "an istiod that is ready",
      istiod("True"),
      `has an Istio in use that this stack did not install: mesh/istiod-1. ${use}`,
    ],
    [
      "an istiod that is not",
      { ...istiod("False"), ...names(crds, "a.istio.io") },
      /: kubectl delete crd\/a\.istio\.io$/,
    ],
    [
      "a control plane out of the cluster",
      {
        [injectors]: {
          items: [
            {
              metadata: { name: "i", labels: { app: "sidecar-injector" } },
              webhooks: [{ clientConfig: { url: "https://x" } }],
            },
          ],
        },
      },
      `has an Istio in use that this stack did not install: webhook i. ${use}`,
    ],
    [
      "remains of several types",
      {
        ...namespace(),
        ...names(crds, "a.istio.io", "b.example"),
        ...names(roles, "istiod-clusterrole-istio-system"),
        ...names(injectors, "istio-sidecar-injector"),
      },
      /, 4 objects such as .*: kubectl delete namespace\/istio-system crd\/a\.istio\.io clusterrole\/istiod-clusterrole-istio-system mutatingwebhookconfiguration\/istio-sidecar-injector$/,
    ],
    ["what the user may not see", { [crds]: 403, [roles]: 403, [pods]: 403 }, "nothing"],
    [
      "an Istio of this stack that its state has not heard of",
      { ...namespace("shop.dev"), ...istiod("True") },
      "nothing",
    ],
    ["an Istio of another stack", { ...namespace("shop.other"), ...istiod("True") }, /^has an Istio in use/],
  ])("%s", async (_, answers, message) => {
    const said = await asked(answers, (access) => refuseEarlierIstio(access, () => Promise.resolve([])));
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});

describe("an Istio in use that does not say whose it is", () => {
  const there = { ...namespace("shop.other"), ...istiod("True") };
  const held = (kind: string, name: string) => [{ kind, namespace: "", name, uid: "1" }];

  test.each([
    ["of a stack that was renamed is its own", held("Namespace", "istio-system"), "nothing"],
    ["of nobody that the state knows is refused", held("Namespace", "sock-shop"), "has an Istio in use"],
    ["is left to Helm where the engine does not tell what the state holds", undefined, "nothing"],
  ])("%s", async (_, state, message) => {
    expect(await asked(there, (access) => refuseEarlierIstio(access, () => Promise.resolve(state)))).toContain(message);
  });
});

describe("releases that are half-way", () => {
  const pending = "owner=helm,status in (pending-install,pending-upgrade,pending-rollback)";
  const secrets = `/api/v1/namespaces/istio-system/secrets?${new URLSearchParams({ labelSelector: pending }).toString()}`;
  const release = (name: string) => ({
    [secrets]: { items: [{ metadata: { name: `sh.helm.release.v1.${name}.v1`, labels: { name } } }] },
  });
  const half = (answers: Record<string, unknown>) =>
    asked(answers, (access) => refuseHalfWay(access, ["istio-base", "istiod"]));

  test("of this stack", async () => {
    expect(await half({ ...namespace("shop.dev"), ...release("istiod") })).toMatch(
      /killed: istiod\. .*: kubectl -n istio-system delete secret sh\.helm\.release\.v1\.istiod\.v1 && pulumi up$/,
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ["of another stack, which may be at work", { ...namespace("shop.other"), ...release("istiod") }],
    ["that this stack does not have", { ...namespace("shop.dev"), ...release("kiali") }],
    ["that the user may not see", { ...namespace("shop.dev"), [secrets]: 403 }],
    ["where there is no namespace", {}],
  ])("not those %s", async (_, answers) => {
    expect(await half(answers)).toBe("nothing");
  });

  test("nobody is asked where nothing is applied", async () => {
    await refuseHalfWay(undefined, ["istiod"]);
  });
});
