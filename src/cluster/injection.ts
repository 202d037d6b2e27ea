import type { Labels, LabelSelector } from "./label-selector";
import { takes } from "./label-selector";

/** What of a MutatingWebhookConfiguration decides whose pods get a sidecar, and from whom. */
export interface InjectorConfiguration {
  readonly metadata?: { readonly name?: string; readonly labels?: Labels };
  readonly webhooks?: readonly Injector[];
}

interface Injector {
  readonly clientConfig?: { readonly service?: { readonly namespace: string; readonly name: string } };
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

const injectionLabel = "istio-injection";
const revisionLabel = "istio.io/rev";

/** A pod of the shop; what it says of itself counts too. */
const podLabels: Labels = { name: "front-end", app: "front-end", version: "v1" };

/** What a namespace says so that its pods get a sidecar. @param revision of Istio; empty for the default one */
export const injectionLabels = (revision: string): Labels =>
  revision === "" ? { [injectionLabel]: "enabled" } : { [revisionLabel]: revision };

/** The configurations with a webhook that would give a pod of the shop its sidecar in such a namespace. */
export function injecting<C extends InjectorConfiguration>(configurations: readonly C[], namespace: Labels): C[] {
  return configurations.filter(({ webhooks = [] }) =>
    webhooks.some(
      ({ namespaceSelector = {}, objectSelector = {} }) =>
        takes(namespaceSelector, namespace) && takes(objectSelector, podLabels),
    ),
  );
}

/**
 * Revisions of Istio, and tags of such, that a namespace can ask for by name; "" stands for the one that it gets with
 * `istio-injection=enabled`. Read off what the webhooks would do, not off what they are called.
 */
export function revisions(configurations: readonly InjectorConfiguration[], namespace: Labels): string[] {
  const named = configurations.flatMap(({ metadata, webhooks = [] }) => [
    ...[revisionLabel, "istio.io/tag"].flatMap((label) => metadata?.labels?.[label] ?? []),
    ...webhooks
      .flatMap(({ namespaceSelector }) => namespaceSelector?.matchExpressions ?? [])
      .flatMap(({ key, values = [] }) => (key === revisionLabel ? values : [])),
  ]);
  const others = withoutRequests(namespace);
  const candidates = ["", ...[...new Set(named)].sort()];
  return candidates.filter(
    (revision) => injecting(configurations, { ...others, ...injectionLabels(revision) }).length > 0,
  );
}

/** The labels without those that ask for a sidecar. */
export function withoutRequests(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== injectionLabel && key !== revisionLabel));
}

/** The labels that ask for a sidecar, or for none, as kubectl writes them. */
export const requests = (labels: Labels): string[] =>
  [injectionLabel, revisionLabel].flatMap((key) => (key in labels ? [`${key}=${labels[key]}`] : []));

/** What kubectl must be told so that a namespace asks for this revision and for no other. */
export const relabelling = (labels: Labels, revision: string): string =>
  [
    ...Object.entries(injectionLabels(revision)).map((label) => label.join("=")),
    ...[injectionLabel, revisionLabel]
      .filter((key) => key in labels && !(key in injectionLabels(revision)))
      .map((key) => `${key}-`),
    "--overwrite",
  ].join(" ");
