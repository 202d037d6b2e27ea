import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { milliseconds } from "../config/duration";
import { fingerprint } from "../mesh/fingerprint";
import { Microservice, type Place } from "../shop/microservice";
import type { Metrics } from "../stage/stage";
import { prometheusService } from "./prometheus-service";
import { proxyAddresses } from "./proxy-addresses";
import { prometheusFiles } from "./scraping";

export interface PrometheusArgs {
  readonly place: Place;
  readonly metrics: Metrics;
}

/** Prometheus, beside the shop, which reads what the proxies of its pods have counted. */
export class Prometheus extends pulumi.ComponentResource {
  readonly microservice: Microservice;

  constructor(name: string, { place, metrics }: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:needs:Prometheus", name, {}, opts);
    const parent = { parent: this };
    const { namespace } = place;
    const addresses = proxyAddresses(namespace, parent);
    const data = prometheusFiles();
    // Other files are another object, so that the pod starts anew with them, and with nothing of what it has read.
    const files = `${name}-${fingerprint(data)}`;
    const file = new kubernetes.core.v1.ConfigMap(
      name,
      { metadata: { name: files, namespace }, immutable: true, data },
      parent,
    );
    const keptFor = Math.ceil((milliseconds(metrics.keptFor) ?? 0) / 1000);
    this.microservice = new Microservice(
      name,
      { ...place, declaration: prometheusService(keptFor), versions: ["v1"], replicas: 1, files },
      { ...parent, dependsOn: [file, ...addresses] },
    );
    this.registerOutputs();
  }
}
