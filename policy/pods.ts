import type { Declared } from "./rule";

interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly securityContext?: SecurityContext;
}

/** A pod, or the template that pods are made from. */
export interface Pod {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly securityContext?: SecurityContext;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly ephemeralContainers?: readonly Container[];
  };
}

type Props = Declared["props"];

const template = ({ spec }: Props): Pod | undefined => spec?.template;

/** Where each kind keeps its pod. */
const podOfKind: Readonly<Record<string, (props: Props) => Pod | undefined>> = {
  Pod: (props) => props,
  PodTemplate: (props) => props.template,
  Deployment: template,
  ReplicaSet: template,
  ReplicationController: template,
  StatefulSet: template,
  DaemonSet: template,
  Job: template,
  CronJob: ({ spec }) => spec?.jobTemplate?.spec?.template,
};

/** The pod that a resource makes, if it makes one. */
export function podOf({ type, props }: Declared): Pod | undefined {
  const [, kind = ""] = /^kubernetes:(?:core|apps|batch|extensions)\/\w+:(\w+?)(?:Patch)?$/.exec(type) ?? [];
  return podOfKind[kind]?.(props);
}

/** All containers of a pod: those that stay, those that come first, and those that come to look. */
export function containersOf({ spec }: Pod): readonly Container[] {
  return [spec?.initContainers, spec?.containers, spec?.ephemeralContainers].flatMap((containers) => containers ?? []);
}
