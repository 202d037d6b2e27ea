import { VizLegendOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { interval } from "../../src/needs/prometheus-rules.ts";
import { signals, type Graph } from "./graphs.ts";

/** Which Prometheus: Grafana's user chooses among those that it has. */
const source = { type: "prometheus", uid: "${prometheus}" };

/** Grafana's grid is 24 wide. */
const width = 24;
const height = 9;

/** The four golden signals of the shop's services. The same graphs give the same dashboard. */
export function goldenSignals() {
  // Its successor writes a format that older Grafanas do not read.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const dashboard = new DashboardBuilder("Sock Shop: four golden signals")
    .uid("sock-shop-golden-signals")
    .tags(["sock-shop", "istio"])
    .time({ from: "now-5m", to: "now" })
    .refresh("5s")
    .withVariable(new DatasourceVariableBuilder("prometheus").label("Prometheus").type("prometheus"))
    .withVariable(
      new QueryVariableBuilder("service")
        .query("label_values(shop:requests:rate, service)")
        .datasource(source)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue(".+"),
    );
  for (const [signal, graphs] of Object.entries(signals)) {
    dashboard.withRow(new RowBuilder(signal));
    for (const graph of graphs) dashboard.withPanel(panel(graph, width / graphs.length));
  }
  return dashboard.build();
}

function panel({ title, says, rule, where, legend, unit, most }: Graph, span: number): PanelBuilder {
  const query = new DataqueryBuilder()
    .datasource(source)
    .expr(`${rule}{${where}=~"$service"}`)
    .legendFormat(legend.map((label) => `{{${label}}}`).join(" "))
    .range()
    .refId("A");
  const graph = new PanelBuilder()
    .title(title)
    .description(says)
    .datasource(source)
    .unit(unit)
    .min(0)
    .span(span)
    .height(height)
    .interval(interval)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .withTarget(query);
  return most === undefined ? graph : graph.max(most);
}

export type GoldenSignals = ReturnType<typeof goldenSignals>;
