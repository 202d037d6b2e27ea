import type { DestinationRule } from "../../../../verify/probes/private-destination";
import { privateFor, withSubset, withTurns } from "../../../../verify/probes/private-destination";
import { podOf } from "../../../../verify/probes/temporary-pod";

const HASH = { consistentHash: { useSourceIp: true } };
const BERTH = { namespace: "team-shop", image: "mirror.example/fortio:1", run: "abc" };
const TURNS = { simple: "ROUND_ROBIN" };
const DEPLOYED: DestinationRule = {
  host: "catalogue",
  trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } }, loadBalancer: HASH },
  subsets: [
    { name: "v1", labels: { version: "v1" }, trafficPolicy: { loadBalancer: HASH } },
    { name: "v2", labels: { version: "v2" } },
  ],
};

describe("a private DestinationRule", () => {
  test("is the deployed one, for one caller, with another subset", () => {
    const rule = withSubset(privateFor({ me: "yes" }, DEPLOYED), "v1", { only: "this" });
    expect(rule).toEqual({
      ...DEPLOYED,
      exportTo: ["."],
      workloadSelector: { matchLabels: { me: "yes" } },
      subsets: [{ ...DEPLOYED.subsets?.[0], labels: { only: "this" } }, DEPLOYED.subsets?.[1]],
    });
  });

  test("takes turns, and keeps all else", () => {
    expect(withTurns(DEPLOYED)).toEqual({
      ...DEPLOYED,
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } }, loadBalancer: TURNS },
      subsets: [{ ...DEPLOYED.subsets?.[0], trafficPolicy: { loadBalancer: TURNS } }, DEPLOYED.subsets?.[1]],
    });
    const ports = { trafficPolicy: { portLevelSettings: [{ loadBalancer: HASH }] } };
    expect(withTurns({ host: "x", ...ports }).trafficPolicy?.portLevelSettings).toEqual([{ loadBalancer: TURNS }]);
  });

  test("is refused where Istio would merge the deployed one into it", () => {
    expect(() => privateFor({ me: "yes" }, { ...DEPLOYED, exportTo: ["."] })).toThrow("exported");
  });

  test("is refused for a subset that is not there", () => {
    expect(() => withSubset(DEPLOYED, "v3", {})).toThrow("no subset v3");
  });
});

describe("a temporary pod", () => {
  test("is named, marked as of its run, and carries the labels that it was given", () => {
    const { metadata } = podOf({ role: "caller", labels: { name: "catalogue" } }, "verify-caller-abc-1", BERTH);
    expect(metadata?.namespace).toBe("team-shop");
    expect(metadata?.labels).toEqual({
      name: "catalogue",
      "app.kubernetes.io/managed-by": "verify",
      "sock-shop/verify-run": "abc",
      "sock-shop/verify-pod": "verify-caller-abc-1",
    });
  });

  test("answers on the Service's port, by number or by name", () => {
    const container = (port: number | string) => podOf({ role: "x", port }, "x", BERTH).spec?.containers[0];
    expect(container(8079)?.ports).toEqual([{ containerPort: 8079 }]);
    expect(container("http")?.ports).toEqual([{ containerPort: 8080, name: "http" }]);
    expect(container(8079)?.args?.slice(0, 3)).toEqual(["server", "-http-port", "8079"]);
  });

  test("needs the sysctl for a low port and for no other", () => {
    const sysctls = (port: number) => podOf({ role: "x", port }, "x", BERTH).spec?.securityContext?.sysctls;
    expect(sysctls(80)).toEqual([{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }]);
    expect(sysctls(8080)).toBeUndefined();
  });

  test("runs the image that it was given", () => {
    expect(podOf({ role: "x" }, "x", BERTH).spec?.containers[0]?.image).toBe("mirror.example/fortio:1");
  });

  test("answers as it is told", () => {
    const args = podOf({ role: "x", answers: "status=503" }, "x", BERTH).spec?.containers[0]?.args;
    expect(args?.slice(-2)).toEqual(["-echo-server-default-params", "status=503"]);
  });

  test("does not outlive a run that was killed", () => {
    expect(podOf({ role: "x" }, "x", BERTH).spec).toMatchObject({
      activeDeadlineSeconds: 1800,
      restartPolicy: "Never",
    });
  });
});
