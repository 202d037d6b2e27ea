export const gatewayTypes = ["LoadBalancer", "NodePort", "ClusterIP"] as const;
export type GatewayType = (typeof gatewayTypes)[number];

/** How the ingress gateway is reached from outside; what is left out stays as the chart has it. */
export interface GatewayService {
  /** The Service's type. */
  readonly type?: GatewayType;
  /** Port of every node that leads to the gateway's port 80. */
  readonly nodePort?: number;
  /** Port of every node that leads to its port 443. */
  readonly tlsNodePort?: number;
}

/** The gateway chart's values for it. Helm replaces lists whole, so all of the chart's ports are named. */
export function gatewayServiceValues({ type, nodePort, tlsNodePort }: GatewayService): Record<string, unknown> {
  const port = (name: string, number: number) => ({ name, port: number, protocol: "TCP", targetPort: number });
  const ofNodes = (nodePort: number | undefined) => (nodePort === undefined ? {} : { nodePort });
  const ports = [
    port("status-port", 15021),
    { ...port("http2", 80), ...ofNodes(nodePort) },
    { ...port("https", 443), ...ofNodes(tlsNodePort) },
  ];
  return { ...(type && { type }), ...((nodePort ?? tlsNodePort) !== undefined && { ports }) };
}
