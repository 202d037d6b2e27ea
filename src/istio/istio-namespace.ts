import * as pulumi from "@pulumi/pulumi";

/** Where Istio is when this program installs it, the ingress gateway included. */
export const istioNamespace = "istio-system";

export const ownerLabel = "sock-shop/installed-by";

/** What the label says on the namespace of an Istio that this stack installed. */
export const thisStack = (): string => `${pulumi.getProject()}.${pulumi.getStack()}`;
