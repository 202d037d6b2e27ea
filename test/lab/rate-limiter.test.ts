import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inLab, type Outcome, succeeded } from "./lab";
import { withLab } from "./started";

withLab(async () => {
  succeeded(await inLab("kubectl", "delete", "namespace", "rate-limiter", "--ignore-not-found"));
});

const folder = mkdtempSync(join(tmpdir(), "sock-shop-rate-limiter-"));
const file = (name: string, content: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const kubectl = (...args: string[]): Promise<Outcome> => inLab("kubectl", "-n", "rate-limiter", ...args);

// A day: whatever the hour, the test does not run into the next period.
const limits = `
domain: test
descriptors:
  - key: plan
    value: basic
    rate_limit: { unit: day, requests_per_unit: 2 }
`;

const hardened = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

const pod = {
  automountServiceAccountToken: false,
  initContainers: [
    {
      // Before the limiter, which does not start without it.
      name: "redis",
      restartPolicy: "Always",
      image: "redis:7.2.5-alpine",
      args: ["redis-server", "--save", ""],
      startupProbe: { tcpSocket: { port: 6379 }, periodSeconds: 1 },
      securityContext: { ...hardened, runAsUser: 999 },
    },
  ],
  containers: [
    {
      name: "rate-limiter",
      image: "envoyproxy/ratelimit:3fb70258",
      command: ["/bin/ratelimit"],
      env: Object.entries({
        REDIS_SOCKET_TYPE: "tcp",
        REDIS_URL: "localhost:6379",
        USE_STATSD: "false",
        RUNTIME_ROOT: "/limits",
        // A ConfigMap's volume keeps its versions in hidden folders, behind links.
        RUNTIME_IGNOREDOTFILES: "true",
        RUNTIME_WATCH_ROOT: "false",
      }).map(([name, value]) => ({ name, value })),
      readinessProbe: { httpGet: { path: "/healthcheck", port: 8080 }, periodSeconds: 1 },
      securityContext: hardened,
      volumeMounts: [{ name: "limits", mountPath: "/limits/config" }],
    },
  ],
  volumes: [{ name: "limits", configMap: { name: "limits" } }],
};

const metadata = (name: string) => ({ name, namespace: "rate-limiter" });
const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "rate-limiter", labels } },
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("limits"), data: { "limits.yaml": limits } },
  { apiVersion: "v1", kind: "Pod", metadata: metadata("rate-limiter"), spec: pod },
];

const at = (port: number, path: string) => `/api/v1/namespaces/rate-limiter/pods/rate-limiter:${port}/proxy/${path}`;

/** Asks for one request more of that plan. */
function ask(plan: string): Promise<Outcome> {
  const request = { domain: "test", descriptors: [{ entries: [{ key: "plan", value: plan }] }] };
  return kubectl("create", "--raw", at(8080, "json"), "-f", file("request.json", request));
}

test("the rate limiter counts in Redis, each started from its image and confined", async () => {
  const list = file("objects.json", { apiVersion: "v1", kind: "List", items: objects });
  succeeded(await inLab("kubectl", "apply", "-f", list));
  succeeded(await kubectl("wait", "--for=condition=Ready", "pod/rate-limiter", "--timeout=60s"));
  const loaded = succeeded(await kubectl("get", "--raw", at(6070, "rlconfig"))).stdout;
  expect(loaded).toContain("test.plan_basic: unit=DAY requests_per_unit=2");

  for (let count = 1; count <= 2; count++) expect(succeeded(await ask("basic")).stdout).toContain('"overallCode":"OK"');
  const refused = await ask("basic");
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("too many requests");
  expect(succeeded(await ask("plus")).stdout).toContain('"overallCode":"OK"');
  const keys = succeeded(await kubectl("exec", "rate-limiter", "-c", "redis", "--", "redis-cli", "--scan")).stdout;
  expect(keys).toMatch(/^test_plan_basic_\d+\n$/);
});
