// The dashboards we ship, said in Grafana's types; the tests turn this into a JSON Schema.
//
// The SDK types a panel's options as "any", because any plugin may own the panel. Here each panel
// type that we use is tied to its plugin's options, field settings and the Prometheus query. A
// dashboard that brings another panel type adds one line to ShippedPanel.
import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as common from '@grafana/grafana-foundation-sdk/common';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as piechart from '@grafana/grafana-foundation-sdk/piechart';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

type Anything = Record<string, any>;

/** Every field of Common but those that Own says again, stricter. */
type Refined<Common, Own> = Omit<Common, keyof Own> & Own;

/** The SDK marks its queries with a method, which no JSON has. */
type Query = Omit<prometheus.Dataquery, '_implementsDataqueryVariant'>;

interface Fields<Custom> {
  defaults: Refined<dashboard.FieldConfig, { custom?: Partial<Custom> }>;
  overrides: dashboard.FieldConfigSource['overrides'];
}

type PanelOf<Type extends string, Options, Custom> = Refined<
  dashboard.Panel,
  {
    type: Type;
    id: number;
    title: string;
    gridPos: dashboard.GridPos;
    targets: Query[];
    options?: Partial<Options>;
    fieldConfig?: Fields<Custom>;
  }
>;

export type ShippedPanel =
  | PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | PanelOf<'table', table.Options, table.FieldConfig>
  | PanelOf<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | PanelOf<'piechart', piechart.Options, common.HideableFieldConfig>
  | PanelOf<'gauge', gauge.Options, Anything>
  | PanelOf<'bargauge', bargauge.Options, Anything>
  | PanelOf<'stat', stat.Options, Anything>
  | Row;

/** A heading; the panels under it stand beside it, not in it, as long as it is not collapsed. */
type Row = Refined<dashboard.RowPanel, { type: 'row'; title: string; collapsed: false; panels: [] }>;

export type ShippedDashboard = Refined<
  dashboard.Dashboard,
  {
    uid: string;
    title: string;
    panels: ShippedPanel[];
    templating: { list: dashboard.VariableModel[] };
    annotations: { list: dashboard.AnnotationQuery[] };
  }
>;
