import { injectionLabels } from "./injection";
import type { ClusterView, Needs, State } from "./cluster-view";
import { gatewayName, inEveryStage, listedKinds, taken } from "./shop-objects";
import { madeBy, stackOf } from "./stack-mark";
import type { HeldObject } from "./stack-state";

/** Whether what the cluster shows leaves open what is this stack's, so that its state must be asked. */
export function isOpen(view: ClusterView, needs: Needs): boolean {
  const { namespace, objects } = view;
  if (namespace === "missing") return needs.createNamespace;
  if (namespace === undefined) return false;
  const lacks = objects !== undefined && inEveryStage(needs).some((object) => !objects.has(object));
  return lacks || markOn(view, needs) === undefined;
}

/** Why the shop's place is not this stack's to use, or does not fit what its state says, and what to type. */
export function ownershipShortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const { cluster, namespace } = view;
  const where = `Namespace ${needs.namespace} of ${cluster}`;
  if (namespace === "missing") {
    return needs.createNamespace ? goneShortcoming(view, needs, state) : noNamespace(cluster, needs);
  }
  if (namespace === undefined) return undefined;
  if (namespace.ending) {
    return (
      `${where} is being deleted. Nothing was changed. ` +
      `Type: kubectl wait --for=delete namespace/${needs.namespace} --timeout=5m. Then: pulumi up --refresh`
    );
  }
  const mark = markOn(view, needs);
  if (mark !== undefined && needs.mark !== undefined && mark !== needs.mark) {
    return (
      `${where} has the shop of another stack, which was then ${stackOf(mark)}. Nothing was changed. ` +
      `Type, for a shop beside it: pulumi config set namespace ${needs.namespace}-2`
    );
  }
  return (
    (mark === undefined && needs.mark !== undefined && state !== undefined
      ? strangers(view, needs, namespace.uid, state)
      : undefined) ?? goneShortcoming(view, needs, state)
  );
}

function noNamespace(cluster: string, { namespace, istioRevision }: Needs): string {
  const labels = Object.entries(injectionLabels(istioRevision)).map((label) => label.join("="));
  return (
    `${cluster} has no namespace ${namespace}, and createNamespace is false. Nothing was changed. ` +
    `Type: kubectl create namespace ${namespace} && kubectl label namespace ${namespace} ${labels.join(" ")}`
  );
}

/** Which stack made what is there: it says so itself. */
function markOn({ namespace, gateways }: ClusterView, needs: Needs): string | undefined {
  const gateway = gateways.find(
    ({ metadata }) => metadata?.namespace === needs.namespace && metadata.name === gatewayName,
  );
  const own = needs.createNamespace && typeof namespace === "object" ? namespace.annotations[madeBy] : undefined;
  return own ?? gateway?.metadata?.annotations?.[madeBy];
}

/** Nothing there says who made it: what the state does not hold is somebody else's. */
function strangers(
  { cluster, objects }: ClusterView,
  { namespace, createNamespace, refreshed }: Needs,
  uid: string,
  state: readonly HeldObject[],
): string | undefined {
  const where = `Namespace ${namespace} of ${cluster}`;
  if (createNamespace) {
    const held = state.find(({ kind, name }) => kind === "Namespace" && name === namespace);
    if (held === undefined) {
      return (
        `${where} is there, and this stack did not make it: pulumi destroy would remove it with all that others have in it. ` +
        "Nothing was changed. Type, to use it and leave it as it is: pulumi config set createNamespace false. " +
        `Or, for one of the shop's own: pulumi config set namespace ${namespace}-2`
      );
    }
    if (held.uid !== uid && refreshed === false) {
      return (
        `${where} was deleted and made anew, and not by this stack. Nothing was changed. ` +
        "Type, if pulumi destroy may remove it with all that is in it: pulumi up --refresh. " +
        `Or: pulumi config set namespace ${namespace}-2`
      );
    }
    return undefined;
  }
  const foreign = taken.filter((object) => objects?.has(object) && !holds(state, object, namespace));
  if (foreign.length === 0) return undefined;
  return (
    `${where} has ${listed(foreign)}, which this stack did not make and would take over. Nothing was changed. ` +
    `Type, for a place of the shop's own: pulumi config set createNamespace true && ` +
    `pulumi config set namespace ${namespace}-2`
  );
}

/** What the state says is there and is not. A run that has read the cluster knows that it is gone, and makes it anew. */
function goneShortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const { cluster, namespace, objects } = view;
  if (state === undefined || needs.refreshed !== false) return undefined;
  const gone =
    namespace === "missing"
      ? state.filter(({ kind, name }) => kind === "Namespace" && name === needs.namespace)
      : state.filter(
          (held) => held.namespace === needs.namespace && objects && isListed(held) && !objects.has(nameOf(held)),
        );
  if (gone.length === 0) return undefined;
  return (
    `${listed(gone.map(nameOf))}, which this stack made, is not in ${cluster} any more. Nothing was changed. ` +
    "Type, to make anew what is gone: pulumi up --refresh"
  );
}

const nameOf = ({ kind, name }: HeldObject): string => `${kind}/${name}`;

/** Whether the look lists all objects of its kind. */
const isListed = ({ kind }: HeldObject): boolean => listedKinds.includes(kind);

const holds = (state: readonly HeldObject[], object: string, where: string): boolean =>
  state.some((held) => nameOf(held) === object && held.namespace === where);

/** Of many at most this many are named. */
const named = 3;

function listed(objects: readonly string[]): string {
  const more = objects.length > named ? ` and ${objects.length - named} more` : "";
  return objects.slice(0, named).join(", ") + more;
}
