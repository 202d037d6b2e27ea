import { containersOf, podOf } from "../../../policy/pods";
import { declared } from "./declared";

const pod = { spec: { containers: [{ name: "main" }] } };
const template = { spec: { template: pod } };

test.each([
  ["core/v1:Pod", pod],
  ["core/v1:PodTemplate", { template: pod }],
  ["core/v1:ReplicationController", template],
  ["apps/v1:Deployment", template],
  ["apps/v1:DeploymentPatch", template],
  ["apps/v1:ReplicaSet", template],
  ["apps/v1:StatefulSet", template],
  ["apps/v1:DaemonSet", template],
  ["extensions/v1beta1:Deployment", template],
  ["batch/v1:Job", template],
  ["batch/v1:CronJob", { spec: { jobTemplate: template } }],
])("%s makes pods", (type, props) => {
  expect(podOf(declared(type, "it", props))).toBe(pod);
});

test.each([
  ["another kind", "apps/v1:ControllerRevision"],
  ["a kind of the same name from elsewhere", "example.com/v1:Deployment"],
  ["a list, which the provider does not take", "apps/v1:DeploymentList"],
])("%s does not", (_, type) => {
  expect(podOf(declared(type, "it", template))).toBeUndefined();
});

test("a resource without a spec makes none", () => {
  for (const type of ["apps/v1:Deployment", "batch/v1:CronJob"]) {
    expect(podOf(declared(type, "it", {}))).toBeUndefined();
  }
  expect(containersOf({})).toEqual([]);
});

test("containers are those that stay, those that come first and those that come to look", () => {
  const spec = {
    containers: [{ name: "main" }],
    initContainers: [{ name: "first" }],
    ephemeralContainers: [{ name: "looks" }],
  };
  expect(containersOf({ spec }).map(({ name }) => name)).toEqual(["first", "main", "looks"]);
});
