import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inLab, pulumi, succeeded, switchTo, verify, withConfig } from "./lab";
import { withLab } from "./started";

withLab(async () => {
  // As the lab's admin again, so that the stack's provider forgets the other.
  await switchTo("baseline");
  await kubectl("delete", "--ignore-not-found", "-f", objects);
});

const home = "few-rights";
const subject = { kind: "ServiceAccount", name: "presenter", namespace: home };
const role = (namespace: string, rules: readonly object[]) => [
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: home, namespace }, rules },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: home, namespace },
    subjects: [subject],
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: home },
  },
];

/** Somebody who may do all in the shop's namespace, ask the gateway's pods, and see nothing of the cluster else. */
const presenter = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: home } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: subject.name, namespace: home } },
  ...role("sock-shop", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
  ...role("istio-system", [
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
    { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
  ]),
];

const kubectl = async (...args: string[]) => succeeded(await inLab("kubectl", ...args)).stdout;
const list = (items: readonly object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });

let objects: string;
/** The lab's kubeconfig, with the token of the one who may do little. */
let kubeconfig: string;
beforeAll(async () => {
  await switchTo("baseline");
  objects = join(mkdtempSync(join(tmpdir(), "sock-shop-rights-")), "objects.json");
  writeFileSync(objects, list(presenter));
  await kubectl("apply", "-f", objects);
  const token = (await kubectl("-n", home, "create", "token", subject.name)).trim();
  const admins = JSON.parse(await kubectl("config", "view", "--raw", "--minify", "-o", "json")) as {
    contexts: [{ context: { user: string } }];
  };
  const users = [{ name: admins.contexts[0].context.user, user: { token } }];
  kubeconfig = JSON.stringify({ ...admins, users });
});

/** What the program asks of the whole cluster before it begins. */
it.each(["mutatingwebhookconfigurations", "pods", "endpointslices"])(
  "who has few rights may not list %s, the control",
  async (kind) => {
    const { code, stdout } = await inLab(
      "kubectl",
      `--as=system:serviceaccount:${home}:${subject.name}`,
      "auth",
      "can-i",
      "list",
      kind,
      "-A",
    );
    expect([code, stdout.trim()]).toEqual([1, "no"]);
  },
);

it("who may not look for the gateway everywhere is told to say where it is, before anything is changed", async () => {
  const outcome = await withConfig({ "kubernetes:kubeconfig": kubeconfig, stage: "blue-green" }, () =>
    pulumi("up", "--yes", "--skip-preview"),
  );
  expect(outcome.code).not.toBe(0);
  expect(outcome.stdout + outcome.stderr).toContain("pulumi config set gatewayNamespace istio-system");
  succeeded(await verify("baseline"));
});

it.each([
  ["gateway-tls", ["Secrets in namespace istio-system", "for a stage without TLS: pulumi config set stage baseline"]],
  ["jwt-routing", ["RequestAuthentications in namespace istio-system", "pulumi config set stage baseline"]],
])("who may change nothing beside the gateway is refused %s before anything is changed", async (stage, words) => {
  const asPresenter = { "kubernetes:kubeconfig": kubeconfig, gatewayNamespace: "istio-system", stage };
  const outcome = await withConfig(asPresenter, () => pulumi("up", "--yes", "--skip-preview"));
  expect(outcome.code).not.toBe(0);
  for (const word of words) expect(outcome.stdout + outcome.stderr).toContain(word);
  succeeded(await verify("baseline"));
});

it("who has few rights can switch: what may not be known is passed over in the look before", async () => {
  const asPresenter = { "kubernetes:kubeconfig": kubeconfig, gatewayNamespace: "istio-system" };
  await withConfig(asPresenter, () => switchTo("canary"));
  succeeded(await verify("canary"));
});
