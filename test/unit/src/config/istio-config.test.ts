import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readIstioConfig } from "../../../../src/config/istio-config";

/** A folder that holds a chart of each of these names. */
function folderWith(...charts: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "charts-"));
  for (const chart of charts) {
    mkdirSync(join(folder, chart));
    writeFileSync(join(folder, chart, "Chart.yaml"), "");
  }
  return folder;
}

function read(value?: unknown) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  pulumi.runtime.setAllConfig(value === undefined ? {} : { "sock-shop:istio": text });
  return readIstioConfig(new pulumi.Config("sock-shop"));
}

describe("config key istio", () => {
  const folder = folderWith("base", "istiod", "gateway");

  test("installs nothing unless told to", () => {
    expect(read()).toEqual({ install: false });
    expect(read({})).toEqual({ install: false });
    expect(read({ install: false, nodePort: 30080 })).toEqual({ install: false });
  });

  test("takes a release of Istio from Istio's repository, and the chart's own gateway Service", () => {
    expect(read({ install: true })).toEqual({
      install: true,
      charts: "https://istio-release.storage.googleapis.com/charts",
      version: "1.30.4",
      gatewayService: {},
      values: {},
    });
  });

  test("takes charts from elsewhere, a Service and values", () => {
    const values = { istiod: { pilot: { env: {} } }, gateway: {} };
    const given = { install: true, version: "1.29.2", charts: folder, gatewayType: "LoadBalancer", nodePort: 30080 };
    expect(read({ ...given, values })).toEqual({
      install: true,
      version: "1.29.2",
      charts: folder,
      gatewayService: { type: "LoadBalancer", nodePort: 30080 },
      values,
    });
    expect(read({ install: true, charts: "oci://registry.example:5000/istio" })).toHaveProperty(
      "charts",
      "oci://registry.example:5000/istio",
    );
  });

  test("understands a node port alone as a Service of type NodePort", () => {
    expect(read({ install: true, nodePort: 30080 })).toHaveProperty("gatewayService", {
      type: "NodePort",
      nodePort: 30080,
    });
    expect(read({ install: true, tlsNodePort: 30443 })).toHaveProperty("gatewayService", {
      type: "NodePort",
      tlsNodePort: 30443,
    });
  });

  test("refuses to install into files", () => {
    const config = { "sock-shop:istio": '{"install":true}', "kubernetes:renderYamlToDirectory": "manifests" };
    pulumi.runtime.setAllConfig(config);
    expect(() => readIstioConfig(new pulumi.Config("sock-shop"))).toThrow(
      "Config istio.install is true where manifests are written instead. Allowed: false there, because a Helm release " +
        "needs a cluster. Type: pulumi config set --path istio.install false",
    );
  });

  const charts =
    "an http, https or oci URL of a Helm repository, or a folder with Istio's charts base, istiod, gateway";
  const set = "Type: pulumi config set --path";
  const official = `${set} istio.charts https://istio-release.storage.googleapis.com/charts`;
  const incomplete = folderWith("base", "istiod");

  test.each<[string, unknown, string]>([
    [
      "text",
      "yes",
      'Config istio is "yes". Allowed: an object. Type: pulumi config rm istio && pulumi config set --path istio.install true',
    ],
    [
      "a list",
      [true],
      "Config istio is [true]. Allowed: an object. Type: pulumi config rm istio && pulumi config set --path istio.install true",
    ],
    [
      "an unknown subkey",
      { instal: true },
      "Config istio.instal is not known. Did you mean istio.install? Allowed: install, version, charts, gatewayType, " +
        "nodePort, tlsNodePort, values. Type: pulumi config rm --path istio.instal && pulumi config set --path istio.install true",
    ],
    [
      "an install that is no truth value",
      { install: "yes" },
      `Config istio.install is "yes". Allowed: true or false. ${set} istio.install true`,
    ],
    [
      "a version that names no release",
      { version: "latest" },
      `Config istio.version is "latest". Allowed: the version of a release of Istio. ${set} istio.version 1.30.4`,
    ],
    [
      "a version that is a number",
      { version: 1.3 },
      "Config istio.version is 1.3. Allowed: the version of a release of",
    ],
    [
      "a folder that is not there",
      { charts: "/nowhere" },
      `Config istio.charts is "/nowhere". Allowed: ${charts}. ${official}`,
    ],
    [
      "a folder without the gateway",
      { charts: incomplete },
      `Config istio.charts is "${incomplete}". Allowed: ${charts}.`,
    ],
    ["an empty folder name", { charts: "" }, `Config istio.charts is "". Allowed: ${charts}.`],
    [
      "a Service type that there is not",
      { gatewayType: "nodeport" },
      'Config istio.gatewayType is "nodeport". Allowed: LoadBalancer, NodePort, ClusterIP. ' +
        `${set} istio.gatewayType NodePort`,
    ],
    [
      "a port that nodes do not give",
      { nodePort: 80 },
      `Config istio.nodePort is 80. Allowed: a whole number from 30000 to 32767. ${set} istio.nodePort 30080`,
    ],
    ["a port in text", { nodePort: "30080" }, 'Config istio.nodePort is "30080". Allowed: a whole number'],
    [
      "a node port of a Service without any",
      { gatewayType: "ClusterIP", nodePort: 30080 },
      `Config istio.nodePort is 30080 of a ClusterIP. Allowed: with NodePort or LoadBalancer. ${set} istio.gatewayType NodePort`,
    ],
    [
      "a node port for TLS of a Service without any",
      { gatewayType: "ClusterIP", tlsNodePort: 30443 },
      "Config istio.tlsNodePort is 30443 of a ClusterIP. Allowed: with NodePort or LoadBalancer.",
    ],
    [
      "one port of nodes for both",
      { nodePort: 30443, tlsNodePort: 30443 },
      `Config istio.tlsNodePort is 30443, as istio.nodePort. Allowed: another port than that. ${set} istio.tlsNodePort 30444`,
    ],
    [
      "values for no chart",
      { values: { pilot: {} } },
      "Config istio.values.pilot is not known. Did you mean istio.values.base? Allowed: base, istiod, gateway. " +
        "Type: pulumi config rm --path istio.values.pilot",
    ],
    [
      "values that are no object",
      { values: { istiod: 1 } },
      "Config istio.values.istiod is 1. Allowed: an object of Helm values. Type: pulumi config rm --path istio.values.istiod",
    ],
    [
      "a list of values",
      { values: [{ istiod: {} }] },
      'Config istio.values is [{"istiod":{}}]. Allowed: an object with an object of Helm values for base, istiod, gateway. ' +
        "Type: pulumi config rm --path istio.values",
    ],
  ])("refuses %s in one line", (_, value, message) => {
    let caught: unknown;
    try {
      read(value);
    } catch (error) {
      caught = error;
    }
    expect(pulumi.RunError.isInstance(caught)).toBe(true);
    expect((caught as Error).message).toContain(message);
    expect((caught as Error).message).not.toContain("\n");
  });
});
