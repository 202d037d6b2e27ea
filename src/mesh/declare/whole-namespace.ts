import * as pulumi from "@pulumi/pulumi";
import { zipkinName } from "../../needs/zipkin-service";
import type { ServiceName } from "../../shop/services";
import { egressEntry, egressSidecar } from "../egress";
import { ofPeerAuthentication, ofServiceEntry, ofSidecar, ofTelemetry } from "../expectation";
import { PeerAuthentication, ServiceEntry, Sidecar, Telemetry } from "../istio";
import type { MeshArgs } from "../mesh-args";
import { peerAuthentication } from "../peer-authentication";
import { telemetry } from "../telemetry";
import { routedTo } from "../traffic";
import type { Declared } from "./declared";
import { suppressed } from "./suppressed";

/** What holds for all pods of the namespace: one object of a kind, under the mesh's name. */
export function declareForNamespace(name: string, args: MeshArgs, declared: Declared): void {
  const { namespace, needs, ofNamespace } = args;
  const { egress, accessLog, tracing } = ofNamespace;
  const { parent } = declared;
  const mutualTls = peerAuthentication(ofNamespace.mutualTls);
  const peers = new PeerAuthentication(
    name,
    // Nobody reaches a pod without a sidecar any more once calls have to prove who calls.
    { metadata: { name, namespace }, spec: everyPodReady(args)?.apply(() => mutualTls) ?? mutualTls },
    { parent },
  );
  declared.add(peers, (spec) => ofPeerAuthentication(name, spec));

  const metadata = { name, namespace };
  const entry = new ServiceEntry(name, { metadata, spec: egressEntry(egress) }, { parent });
  declared.add(entry, (spec) => ofServiceEntry(name, spec));
  const sidecar = new Sidecar(
    name,
    // That it selects no pod is meant.
    { metadata: { ...metadata, ...(egress ? {} : suppressed("IST0101")) }, spec: egressSidecar(egress) },
    // The host that stays open is known before the others are closed.
    { parent, dependsOn: entry },
  );
  declared.add(sidecar, (spec) => ofSidecar(name, spec));

  const seen = new Telemetry(
    name,
    {
      // Where nothing is wanted of it, it selects no pod on purpose, which istioctl's analysis takes for a mistake.
      metadata: { ...metadata, ...suppressed("IST0101") },
      spec: pulumi.output(namespace).apply((namespace) => telemetry({ accessLog, tracing }, namespace)),
    },
    // Istio passes over, without a word, a place to report to that is not there yet.
    { parent, dependsOn: tracing ? needs.filter(({ name }) => name === zipkinName) : [] },
  );
  declared.add(seen, (spec) => ofTelemetry(name, spec, { name: zipkinName }));
}

/** Settles when the pods that are called can answer. Undefined in a run that applies nothing. */
function everyPodReady({ services, traffic, whenReady }: MeshArgs): pulumi.Output<unknown> | undefined {
  const pods = Object.values(services).flatMap(({ deployments }) => Object.values(deployments));
  const names = Object.keys(services) as ServiceName[];
  return (
    whenReady &&
    pulumi
      .all(pods.map(({ id }) => id))
      .apply(() => Promise.all(names.map((service) => whenReady(service, routedTo(traffic[service])))))
  );
}
