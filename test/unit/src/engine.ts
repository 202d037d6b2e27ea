import * as kubernetes from "@pulumi/kubernetes";
import * as kubernetesx from "@pulumi/kubernetesx";
import * as pulumi from "@pulumi/pulumi";
import type { Expectation } from "../../../src/mesh/expectation";
import { kinds } from "../../../src/mesh/kinds";
import type { Mesh } from "../../../src/mesh/mesh";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A Kubernetes object as a program declares it. */
export interface DeclaredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into every kind of object
  readonly [field: string]: any;
}

/** What a program asked the engine for. */
export interface Run {
  /** Kubernetes objects by `Kind/name`. */
  readonly objects: ReadonlyMap<string, DeclaredObject>;
  /** `Kind/name` of the objects that each waits for. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Logical names by resource type token, components included. */
  readonly resources: readonly { readonly type: string; readonly name: string; readonly parent: string }[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What it would wait for the proxies to show. */
  readonly expectations: readonly Expectation[];
}

const componentTypes = [
  ...["shop:SockShop", "shop:Microservice", "mesh:Mesh", "mesh:IstioControlPlane"],
  ...["load:Fortio", "needs:RateLimiter", "needs:Prometheus", "needs:Zipkin"],
].map((type) => `sock-shop:${type}`);
const objectTypes = [
  "kubernetes:core/v1:Namespace",
  "kubernetes:core/v1:Secret",
  "kubernetes:core/v1:Service",
  "kubernetes:core/v1:ServiceAccount",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:apps/v1:Deployment",
  ...Object.entries(kinds).map(([kind, { apiVersion }]) => `kubernetes:${apiVersion}:${kind}`),
  "kubernetes:helm.sh/v3:Release",
];

/** What the engine kept of an earlier run, by the name of the Stash. The key's private half is none. */
const stashed: Readonly<Record<string, string>> = {
  mark: "sock-shop/test/mark",
  "signing-key": JSON.stringify({
    ...{ kty: "EC", crv: "P-256", d: "private" },
    x: "x-of-the-public-half",
    y: "y-of-the-public-half",
  }),
  "certificate-authority": "signs certificates",
};

/** The same of what the gateway serves TLS with. */
const certificates = JSON.stringify({ authority: "of-all", certificate: "of-the-host", key: "of-nobody" });

/**
 * Runs index.ts as `pulumi up` would, with config as typed.
 * Throws if the program asks for anything but resources of the types above.
 */
export async function runProgram(config: Readonly<Record<string, string>> = {}): Promise<Run> {
  const resources: { type: string; name: string; parent: string }[] = [];
  const objects = new Map<string, DeclaredObject>();
  const dependencies = new Map<string, string[]>();
  // An error thrown in a mock would end the whole test process as an unhandled rejection.
  const unexpected: string[] = [];
  const keyOfUrn = (urn: string) => {
    const [types = "", name = ""] = urn.split("::").slice(2);
    return `${types.slice(types.lastIndexOf(":") + 1)}/${name}`;
  };

  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => {
        unexpected.push(`call of ${token}`);
        return {};
      },
      newResource: ({ type, name, inputs }) => {
        if (componentTypes.includes(type) || type === "pulumi:pulumi:Stack") {
          return { id: undefined, state: {} };
        }
        if (type === "pulumi:index:Stash") {
          const certificate = name.startsWith("gateway-certificate-") ? certificates : undefined;
          return { id: name, state: { ...inputs, output: stashed[name] ?? certificate } };
        }
        if (!objectTypes.includes(type)) {
          unexpected.push(`resource ${type} ${name}`);
        }
        objects.set(keyOfUrn(`::::${type}::${name}`), inputs);
        return { id: name, state: inputs };
      },
    },
    "sock-shop",
    "test",
  );
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`sock-shop:${key}`, value])),
  );

  const register = MockMonitor.prototype.registerResource;
  const spy = jest.spyOn(MockMonitor.prototype, "registerResource").mockImplementation(function (
    this: MockMonitor,
    request,
    callback,
  ) {
    const [type, name]: [string, string] = [request.getType(), request.getName()];
    resources.push({ type, name, parent: keyOfUrn(request.getParent()) });
    if (objectTypes.includes(type)) {
      dependencies.set(keyOfUrn(`::::${type}::${name}`), request.getDependenciesList().map(keyOfUrn));
    }
    return register.call(this, request, callback);
  });
  let expectations: readonly Expectation[] = [];
  const { stackTraceLimit } = Error;
  // Pulumi notes for each promise where it was made; Jest maps each line of that to its source, which took a third of a run.
  Error.stackTraceLimit = 0;
  try {
    let outputs: Record<string, unknown> = {};
    await jest.isolateModulesAsync(async () => {
      // Only the project's own modules are new in each run: Pulumi's would take seconds to load again.
      jest.doMock("@pulumi/pulumi", () => pulumi);
      // The provider's package loads its resources when they are first used, and with them this by another path.
      jest.doMock("@pulumi/pulumi/runtime", () => pulumi.runtime);
      jest.doMock("@pulumi/kubernetes", () => kubernetes);
      jest.doMock("@pulumi/kubernetesx", () => kubernetesx);
      // The engine of a test has no cluster that could be looked at and whose proxies could be asked.
      jest.doMock("../../../src/cluster/preflight", () => ({ preflight: () => Promise.resolve() }));
      jest.doMock("../../../src/cluster/limits-shown", () => ({ whenLimitsShown: () => () => Promise.resolve() }));
      const gateway = { namespace: "istio-system", name: "istio-ingressgateway-service-account" };
      jest.doMock("../../../src/cluster/gateway-accounts", () => ({ gatewayAccounts: () => pulumi.output([gateway]) }));
      jest.doMock("../../../src/cluster/ready-pods", () => ({ podsReady: () => () => Promise.resolve() }));
      jest.doMock("../../../src/istio/look-for-istio", () => ({
        refuseEarlierIstio: () => Promise.resolve(),
        refuseHalfWay: () => Promise.resolve(),
      }));
      jest.doMock("../../../src/cluster/tell-of-others-policies", () => ({ tellOfOthersPolicies: () => undefined }));
      jest.doMock("../../../src/cluster/tell-of-stuck-pods", () => ({ tellOfStuckPods: () => undefined }));
      jest.doMock("../../../src/cluster/served", () => ({
        whenServed: (mesh: Mesh) =>
          mesh.expectations.apply((all) => {
            expectations = all;
            return true;
          }),
        whenShown: () => () => Promise.resolve(),
      }));
      // Made in each run and kept in the first alone; the library would be loaded anew for each.
      jest.doMock("../../../src/mesh/certificates", () => ({
        makeCertificates: () => Promise.resolve(JSON.parse(certificates)),
      }));
      jest.doMock("../../../src/cluster/gateway-namespace", () => ({
        gatewayNamespace: () => Promise.resolve("istio-system"),
      }));
      const { default: program } = await import("../../../index.ts");
      outputs = { ...(await program()) };
    });
    await pulumi.runtime.disconnect();
    if (unexpected.length > 0) {
      throw new Error(`unexpected ${unexpected.join(", ")}`);
    }
    return { resources, objects, dependencies, outputs, expectations };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    spy.mockRestore();
  }
}
