// The view of the five systems: their documents' own panels, for those whose metrics are there.

import { ask } from "./api.js";
import { Chart, color } from "./chart.js";
import { arrange, el } from "./dom.js";
import { count, ofUnit, plural } from "./format.js";
import { shown } from "./location.js";

const DRAWN = 8;
const FRESH_MILLIS = 60000;
const rate = (title, metric, by = "", match = []) => ({ title, metric, fn: "rate", by, match });
const growth = (title, metric, by = "") => ({ title, metric, fn: "increase", by });
const value = (title, metric, by = "") => ({ title, metric, fn: "value", by });
const average = (title, metric, by = "") => ({ title, metric, fn: "avg", by });
const quantile = (title, metric, q, by = "") => ({ title, metric, fn: "quantile", q, by });

// A system is there if the first of its panels has its metric.
export const SYSTEMS = [
  { name: "Bricklayers", panels: [
    rate("Jobs completed and failed", "processing_jobs_total", "status"),
    value("Active jobs", "processing_jobs_active"),
    value("Queue depth", "processing_jobs_pending"),
    quantile("Processing duration, p95", "processing_duration_seconds", 0.95),
    rate("Upload rate", "uploads_total", "status"),
    average("Upload size", "upload_file_size_bytes"),
    growth("Validation failures by reason", "upload_validation_failures_total", "reason"),
    rate("Download rate", "downloads_total", "status"),
    rate("Bytes freed by clean-up", "cleanup_bytes_freed_total"),
    value("Disk usage", "system_disk_usage_bytes", "type"),
  ] },
  { name: "ChedWeb", panels: [
    rate("Request rate by endpoint", "chedweb_http_requests_total", "method,endpoint"),
    quantile("Response time, p95", "chedweb_http_request_duration_seconds", 0.95),
    value("Peer connections", "chedweb_webrtc_connections_active"),
    rate("Connections", "chedweb_webrtc_connections_total", "status"),
    rate("Data channel messages", "chedweb_webrtc_datachannel_messages_total", "direction"),
    value("Camera, frames per second", "chedweb_camera_fps"),
    rate("Motion commands", "chedweb_motion_driver_commands_total", "type"),
    rate("Serial traffic", "chedweb_motion_driver_serial_bytes_total", "direction"),
    quantile("Control command processing, p95", "chedweb_control_command_processing_seconds", 0.95),
    growth("Dead man's switch", "chedweb_deadman_switch_timeouts_total"),
    value("Memory", "chedweb_process_memory_bytes", "type"),
    growth("Errors by type and component", "chedweb_errors_total", "component,type"),
  ] },
  { name: "data20", panels: [
    rate("Tool executions", "tool_executions_total", "tool_name,status"),
    average("Average tool duration", "tool_execution_duration_seconds", "tool_name"),
    value("Active tools", "tool_executions_active", "tool_name"),
    rate("Errors by endpoint", "http_errors_total", "endpoint"),
    rate("Query rate by operation", "db_queries_total", "operation"),
    quantile("Query duration, p95", "db_query_duration_seconds", 0.95),
    value("Database connections", "db_connections_active"),
    rate("Task throughput", "celery_tasks_total", "task_name"),
    quantile("Task duration, p95", "celery_task_duration_seconds", 0.95),
    rate("Cache hits", "cache_hits_total"),
    rate("Cache misses", "cache_misses_total"),
    value("CPU", "system_cpu_percent"),
  ] },
  { name: "Digital Actors", panels: [
    rate("Request rate by scene and character", "digital_actors_requests_total", "scene,character"),
    value("Active sessions", "digital_actors_active_sessions"),
    quantile("Response time, p95", "digital_actors_response_time_seconds", 0.95),
    average("LLM latency by model", "digital_actors_llm_latency_seconds", "provider,model"),
    quantile("TTS processing time, p95", "digital_actors_tts_latency_seconds", 0.95),
    rate("Errors by type", "digital_actors_errors_total", "type"),
    average("Database query time", "digital_actors_db_query_seconds", "operation"),
  ] },
  { name: "KernelCI", panels: [
    average("Average response time by endpoint", "http_request_duration_seconds", "method,endpoint"),
    growth("Total calls by endpoint", "http_requests_total", "method,endpoint"),
    rate("Failed calls", "http_requests_total", "endpoint", ["status=~5.."]),
  ] },
];

export class SystemsView {
  root = el("div", { class: "view" });
  #nothing = el("p", { class: "panel welcome" },
    "None of the five systems' metrics is there. All metrics are under Explore.");
  #sections = new Map();
  #catalogue = { names: null, at: 0 };

  async refresh(missing, signal) {
    const present = await this.#present(signal);
    const sections = present.map((system) => this.#section(system));
    arrange(this.root, sections.length ? sections.map((section) => section.root) : [this.#nothing]);
    await Promise.all(sections.flatMap((section) => section.panels.map((panel) =>
      missing === null ? draw(panel, signal) : panel.chart.nothing(missing))));
  }

  /** Whose metrics are there, with the panels that have something to show. */
  async #present(signal) {
    if (this.#catalogue.names === null || Date.now() - this.#catalogue.at > FRESH_MILLIS) {
      const { metrics } = await ask("metrics", {}, signal);
      this.#catalogue = { names: new Set(metrics.map((metric) => metric.name)), at: Date.now() };
    }
    const { names } = this.#catalogue;
    return SYSTEMS.filter((system) => names.has(system.panels[0].metric)).map((system) => ({
      name: system.name,
      panels: system.panels.filter((panel) => names.has(panel.metric)),
    }));
  }

  #section({ name, panels }) {
    const known = this.#sections.get(name);
    if (known && known.panels.length === panels.length) {
      return known;
    }
    const made = panels.map((panel) => ({ ...panel, chart: new Chart(panel.title, count, { fromZero: panel.fn !== "value" }) }));
    const root = el(
      "section", { class: "system", "aria-label": name, data: { system: name } },
      el("h2", {}, name), el("div", { class: "panels" }, ...made.map((panel) => panel.chart.panel)));
    const section = { root, panels: made };
    this.#sections.set(name, section);
    return section;
  }
}

async function draw({ chart, metric, fn, q, by, match = [], title }, signal) {
  const answer = await ask("series", {
    metric, fn, by, match, from: shown.from, to: shown.to, ...(q === undefined ? {} : { q }),
  }, signal);
  const lines = answer.series.slice(0, DRAWN).map((series, i) => ({
    name: by.split(",").map((label) => series.labels[label]).filter(Boolean).join(" ") || title, color: color(i), values: series.values,
  }));
  const note = answer.series.length > DRAWN ? `the first ${DRAWN} of ${plural(answer.series.length, "series", "series")}` : "";
  chart.show(answer, lines, { note, format: ofUnit(answer.unit.replace("/s", ""), fn) });
}
