import { HTTP_PORT } from "../shop";

/** What one Envoy has counted at one endpoint of a cluster since it learnt of it. */
export interface EndpointCount {
  /** Requests sent there, every retry counted anew. */
  readonly requests: number;
  /** Requests that wait for a connection or an answer at this moment. */
  readonly active: number;
  /** Whether outlier detection has put the endpoint aside, so that nothing is sent there. */
  readonly setAside: boolean;
}

/** What one Envoy has counted: by cluster name, then by address of the endpoint. */
export type Reading = ReadonlyMap<string, ReadonlyMap<string, EndpointCount>>;

/** The part that is read of Envoy's answer to `/clusters?format=json`. */
interface Clusters {
  cluster_statuses?: {
    name: string;
    host_statuses?: {
      address: Address;
      stats?: { name: string; value?: string | number }[];
      health_status?: { failed_outlier_check?: boolean };
    }[];
  }[];
}

interface Address {
  socket_address?: { address: string; port_value: number };
}

/** Reads Envoy's answer to `GET /clusters?format=json`. Envoy leaves out a value of zero and writes the others as text. */
export function parseClusters(json: string): Reading {
  const reading = new Map<string, Map<string, EndpointCount>>();
  for (const cluster of (JSON.parse(json) as Clusters).cluster_statuses ?? []) {
    const endpoints = new Map<string, EndpointCount>();
    for (const { address, stats = [], health_status } of cluster.host_statuses ?? []) {
      const value = (name: string) => Number(stats.find((stat) => stat.name === name)?.value ?? 0);
      endpoints.set(nameOf(address), {
        requests: value("rq_total"),
        active: value("rq_active") + value("rq_pending_active"),
        setAside: health_status?.failed_outlier_check === true,
      });
    }
    reading.set(cluster.name, endpoints);
  }
  return reading;
}

function nameOf(address: Address): string {
  const socket = address.socket_address;
  // Pipes and Envoy's internal addresses have no port; their whole description tells them apart.
  return socket ? `${socket.address}:${socket.port_value}` : JSON.stringify(address);
}

/** Istio's name of a cluster for outgoing requests, taken apart. */
export interface Outbound {
  readonly port: number;
  /** Empty where the route named no subset. */
  readonly subset: string;
  readonly host: string;
}

/** Takes `outbound|80|v1|front-end.sock-shop.svc.cluster.local` apart; undefined for a cluster of another kind. */
export function parseOutbound(cluster: string): Outbound | undefined {
  const [direction, port, subset, host] = cluster.split("|");
  if (direction !== "outbound" || port === undefined || subset === undefined || host === undefined) return undefined;
  return { port: Number(port), subset, host };
}

/** A Service of the shop. */
export interface ShopService {
  readonly name: string;
  readonly namespace: string;
}

/** Whether the cluster is for HTTP requests to this Service. */
export function leadsTo({ port, host }: Outbound, { name, namespace }: ShopService): boolean {
  // The end of the host is the cluster's own domain, which need not be cluster.local.
  return port === HTTP_PORT && host.startsWith(`${name}.${namespace}.svc.`);
}
