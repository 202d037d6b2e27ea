export type Labels = Readonly<Record<string, string>>;

/** How a Service finds its pods. */
export interface ServiceEntrance {
  readonly selector: Labels;
  /** The port of the pods that the Service's port 80 leads to: a number, or the name of a container's port. */
  readonly targetPort: number | string;
}
