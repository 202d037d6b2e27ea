import type * as kx from "@pulumi/kubernetesx";
import type { Resources } from "./resources";
import type { ContainerDeclaration, Probe, ServiceDeclaration } from "./service";

type Container = kx.types.Container;

/** What a container of a pod is made of beside its declaration. */
export interface Filling {
  readonly image: string | undefined;
  readonly resources: Resources;
  /** Whether the image exists for amd64 alone. */
  readonly amd64: boolean;
  /** Name of the ConfigMap that its files are in. */
  readonly files?: string | undefined;
}

/** Five minutes: a slow JVM on a busy node still passes, a quick start is noticed within a second. */
const startup = { periodSeconds: 1, failureThreshold: 300 };
const readiness = { periodSeconds: 2, failureThreshold: 3 };

/**
 * The pod of one version of a service.
 * @param fillings by container name
 * @param answersFor how long a pod that is to go still answers, in seconds: until its callers' proxies know
 */
export function podSpec(
  service: string,
  declaration: ServiceDeclaration,
  fillings: Readonly<Record<string, Filling>>,
  answersFor: number,
): kx.types.PodSpec {
  const { container, sidecars = {}, protocol, volumeGroup } = declaration;
  const containers = { [service]: container, ...sidecars };
  const amd64 = Object.values(fillings).some((filling) => filling.amd64);
  const bindsLowPort = Object.values(container.ports).some((port) => port < 1024);
  return {
    nodeSelector: { "kubernetes.io/os": "linux", ...(amd64 && { "kubernetes.io/arch": "amd64" }) },
    serviceAccountName: service,
    automountServiceAccountToken: false,
    // Variables such as RABBITMQ_PORT=tcp://… for every Service have confused programs before.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 15,
    securityContext: {
      ...(volumeGroup !== undefined && { fsGroup: volumeGroup }),
      // A file capability does not count under no_new_privs, so the port itself is made free to all users.
      ...(bindsLowPort && { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] }),
    },
    containers: Object.entries(containers).map(([name, part]) => ({
      ...render(name, part, fillings[name]),
      ...(protocol === "http" && { lifecycle: { preStop: { sleep: { seconds: answersFor } } } }),
    })),
  };
}

function render(name: string, declaration: ContainerDeclaration, filling: Filling | undefined): Container {
  const { ports, command, args, env, user, capabilities = [], writable = {}, writableRoot = false } = declaration;
  if (filling?.image === undefined) throw new Error(`no image for container ${name}`);
  return {
    name,
    image: filling.image,
    imagePullPolicy: "IfNotPresent",
    ...(command && { command: [...command] }),
    ...(args && { args: [...args] }),
    env: { ...env },
    ports: { ...ports },
    resources: filling.resources as Container["resources"],
    startupProbe: { ...probe(declaration.probe), ...startup },
    readinessProbe: { ...probe(declaration.probe), ...readiness },
    volumeMounts: [
      ...Object.entries(writable).map(([path, medium]) => ({
        destPath: path,
        volume: { name: volumeName(name, path), emptyDir: emptyDir(medium) },
      })),
      ...fileMounts(name, declaration, filling),
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"], ...(capabilities.length > 0 && { add: [...capabilities] }) },
      readOnlyRootFilesystem: !writableRoot,
      ...(typeof user === "object" ? { runAsUser: 0 } : { runAsNonRoot: true, runAsUser: user }),
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

function emptyDir(medium: "disk" | "memory" | { readonly disk: string }) {
  if (medium === "memory") return { medium: "Memory" };
  return medium === "disk" ? {} : { sizeLimit: medium.disk };
}

function fileMounts(name: string, { files: path }: ContainerDeclaration, filling: Filling) {
  if (path === undefined) return [];
  const configMap = filling.files;
  if (configMap === undefined) throw new Error(`no files for container ${name}`);
  return [{ destPath: path, readOnly: true, volume: { name: volumeName(name, path), configMap: { name: configMap } } }];
}

function probe(declaration: Probe) {
  return "http" in declaration
    ? { httpGet: { path: declaration.http, port: declaration.port } }
    : { tcpSocket: { port: declaration.tcp } };
}

/** `/data/db` of rabbitmq becomes `rabbitmq-data-db`: readable, and unique in the pod. */
function volumeName(container: string, path: string): string {
  return container + path.replaceAll("/", "-");
}
