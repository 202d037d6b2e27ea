/** Istio's own charts, by their published names, in the order in which they are installed. */
export const chartNames = ["base", "istiod", "gateway"] as const;
export type ChartName = (typeof chartNames)[number];

/** Where the charts come from. */
export interface ChartSource {
  /** Address of a Helm repository (https) or registry (oci), or a folder that holds a folder for each chart. */
  readonly charts: string;
  /** Of the charts, and with them of Istio. A folder has one version only, its own. */
  readonly version: string;
}

export const isRegistry = (charts: string): boolean => charts.startsWith("oci://");
export const isRepository = (charts: string): boolean => /^https?:\/\//.test(charts);

/** What a Helm release must know to find a chart. */
export function located(chart: ChartName, { charts, version }: ChartSource) {
  if (isRepository(charts)) return { chart, version, repositoryOpts: { repo: charts } };
  const path = `${charts.replace(/\/$/, "")}/${chart}`;
  return isRegistry(charts) ? { chart: path, version } : { chart: path };
}
