import { reasonForRoot } from "../../../../policy/rules/reason-for-root";
import { deployment } from "../declared";

interface Trial {
  pod?: object;
  container?: object;
  annotations?: Record<string, string>;
}

const of = ({ pod, container, annotations }: Trial) =>
  reasonForRoot.violations(
    deployment({
      metadata: { annotations },
      spec: { securityContext: pod, containers: [{ name: "main", securityContext: container }] },
    }),
  );

test.each<[string, Trial]>([
  ["a container that must not be root", { container: { runAsNonRoot: true } }],
  ["a container with a user of its own", { container: { runAsUser: 10001 } }],
  ["a pod that must not be root", { pod: { runAsNonRoot: true } }],
  ["a pod with a user of its own", { pod: { runAsUser: 10001 } }],
  [
    "a container whose user its pod forbids: it does not start",
    { pod: { runAsNonRoot: true }, container: { runAsUser: 0 } },
  ],
  ["a container that says more than its pod", { pod: { runAsUser: 0 }, container: { runAsUser: 1 } }],
  ["root with a reason", { container: { runAsUser: 0 }, annotations: { "runs-as-root.sock-shop/main": "a port" } }],
])("%s is taken", (_, trial) => {
  expect(of(trial)).toEqual([]);
});

test.each<[string, Trial, string]>([
  ["nothing said", {}, "runAsNonRoot is not set, runAsUser is not set"],
  ["root", { container: { runAsUser: 0 } }, "runAsUser is 0"],
  ["root by the pod", { pod: { runAsUser: 0 } }, "runAsUser is 0"],
  ["root against the pod's user", { pod: { runAsUser: 1 }, container: { runAsUser: 0 } }, "runAsUser is 0"],
  [
    "leave taken from the pod's word",
    { pod: { runAsNonRoot: true }, container: { runAsNonRoot: false } },
    "runAsNonRoot is false, runAsUser is not set",
  ],
  [
    "another container's reason",
    { annotations: { "runs-as-root.sock-shop/other": "a port" } },
    "runAsNonRoot is not set, runAsUser is not set",
  ],
  [
    "an empty reason",
    { container: { runAsUser: 0 }, annotations: { "runs-as-root.sock-shop/main": " " } },
    "runAsUser is 0",
  ],
])("%s is refused", (_, trial, got) => {
  expect(of(trial)).toEqual([
    `container main of shop may run as root: ${got}. Allowed: runAsNonRoot true or a runAsUser other than 0, ` +
      "or a reason in the pod's annotation runs-as-root.sock-shop/main.",
  ]);
});

test("every container is looked at", () => {
  const spec = { initContainers: [{ name: "first" }], containers: [], ephemeralContainers: [{ name: "looks" }] };
  expect(reasonForRoot.violations(deployment({ spec }))).toEqual([
    expect.stringContaining("container first of shop"),
    expect.stringContaining("container looks of shop"),
  ]);
});
