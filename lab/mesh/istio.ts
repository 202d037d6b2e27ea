import { writeFile } from "node:fs/promises";
import { execa } from "execa";
import { stringify } from "yaml";
import { ports } from "../addresses.ts";
import { inState } from "../paths.ts";
import { program } from "../toolchain/cache.ts";
import { kubectl } from "../control-plane/kubectl.ts";
import { extensionProviders, forUpstreamEnvoy, istioImages, smallResources } from "./small-istio.ts";

/** What Istio's own charts get when the lab installs them, as `istioctl install` would. */
const installation = {
  apiVersion: "install.istio.io/v1alpha1",
  kind: "IstioOperator",
  spec: {
    profile: "default",
    hub: istioImages.hub,
    tag: istioImages.tag,
    meshConfig: { ...forUpstreamEnvoy.meshConfig, extensionProviders },
    components: {
      pilot: { k8s: { resources: smallResources } },
      ingressGateways: [
        {
          name: "istio-ingressgateway",
          enabled: true,
          k8s: {
            resources: smallResources,
            hpaSpec: { minReplicas: 1, maxReplicas: 1 },
            service: {
              type: "NodePort",
              ports: [
                { name: "http2", port: 80, targetPort: 8080, nodePort: ports.gateway },
                { name: "https", port: 443, targetPort: 8443, nodePort: ports.gatewayTls },
              ],
            },
          },
        },
      ],
    },
    values: {
      global: { imagePullPolicy: istioImages.imagePullPolicy, proxy: { resources: smallResources } },
      pilot: { autoscaleEnabled: false, env: forUpstreamEnvoy.env },
      gateways: { "istio-ingressgateway": { autoscaleEnabled: false } },
      telemetry: forUpstreamEnvoy.telemetry,
    },
  },
};

/** Renders Istio's charts, which istioctl carries, to a file that `kubectl apply` takes. */
export async function renderIstio(signal: AbortSignal): Promise<string> {
  const settings = inState("istio-operator.yaml");
  const manifest = inState("istio.yaml");
  await writeFile(settings, stringify(installation));
  const { stdout } = await execa(program("istioctl"), ["manifest", "generate", "-f", settings], {
    cancelSignal: signal,
  });
  await writeFile(manifest, stdout);
  return manifest;
}

/** Applies in two passes, as the second holds objects whose definitions the first one brings. */
export async function applyIstio(manifest: string, signal: AbortSignal): Promise<void> {
  const apply = ["apply", "--server-side", "--force-conflicts", "-f", manifest];
  await kubectl(["create", "namespace", "istio-system"], signal);
  await kubectl(apply, signal, { reject: false });
  await kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"], signal);
  await kubectl(apply, signal);
}

/** Until istiod and the gateway serve. */
export async function istioAvailable(signal: AbortSignal): Promise<void> {
  const deployments = ["deployment/istiod", "deployment/istio-ingressgateway"];
  await kubectl(["-n", "istio-system", "wait", "--for=condition=Available", ...deployments, "--timeout=180s"], signal);
}
