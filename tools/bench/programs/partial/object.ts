import * as kubernetes from "@pulumi/kubernetes";
import "./sdk";

// One object, so that the provider starts.
new kubernetes.core.v1.ConfigMap("one", { metadata: { name: "one" }, data: { one: "1" } });
