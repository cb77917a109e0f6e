package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/**
 * A worker whose metrics are client_java's: for each line that it reads it observes so many values,
 * copies them several times meanwhile, and answers with its own page.
 */
final class BridgedWorker {
  private BridgedWorker() {}

  public static void main(String[] args) throws Exception {
    Random random = new Random(Long.parseLong(args[1]));
    int maxBuckets = Integer.parseInt(args[2]);
    PrometheusRegistry own = new PrometheusRegistry();
    Histogram both =
        Histogram.builder()
            .name("waits")
            .classicUpperBounds(2, 50, 1000)
            .nativeMaxNumberOfBuckets(maxBuckets)
            .labelNames("l")
            .register(own);
    Histogram only =
        Histogram.builder()
            .name("sizes")
            .nativeOnly()
            .nativeMaxNumberOfBuckets(maxBuckets)
            .register(own);
    Counter counter = Counter.builder().name("calls").register(own);
    RegistryCopier copier =
        new RegistryCopier(
            own,
            MetricRegistry.inDirectory(Path.of(args[0])),
            DefaultGaugeModes.RULES,
            System.err::println);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      for (int i = Integer.parseInt(order); i > 0; i--) {
        // Sums of these are exact, in whatever order they are added.
        double value = 1 + random.nextInt(1 << random.nextInt(20)) / 64.0;
        both.labelValues(i % 2 == 0 ? "a" : "b").observe(i % 9 == 0 ? -value : value);
        only.observe(i % 9 == 0 ? 0 : value);
        counter.inc();
        if (i % 100 == 0) {
          copier.copy();
        }
      }
      Labels trace = Labels.of("trace_id", args[1]);
      both.labelValues("a").observeWithExemplar(30, trace);
      only.observeWithExemplar(30, trace);
      counter.incWithExemplar(trace);
      copier.copy();
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      new PrometheusProtobufWriter().write(page, own.scrape(), EscapingScheme.ALLOW_UTF8);
      System.out.println(Base64.getEncoder().encodeToString(page.toByteArray()));
    }
  }
}
