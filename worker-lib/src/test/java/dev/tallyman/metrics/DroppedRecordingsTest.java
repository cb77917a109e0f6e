package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.GaugeMode;
import dev.tallyman.tally.Warnings;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever sees that recordings were dropped finds in the log which metric it was, and what. */
class DroppedRecordingsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final Logger logger = Logger.getLogger(Warnings.class.getPackageName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord message) {
          log.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void theFirstOfEachMetricIsNamedWithItsValue() throws InterruptedException {
    Counter counter = Counter.builder().name("orders").labelNames("shop").register(registry);
    counter.labelValues("a").inc(-3);
    assertThat(next()).contains("metric=orders,", "value=-3");

    counter.labelValues("b").inc(-4);
    Histogram histogram = Histogram.builder().name("waits").register(registry);
    histogram.observe(Double.NaN);
    assertThat(next()).as("one of a metric is enough").contains("metric=waits,", "value=NaN");

    Histogram.builder().name("sizes").nativeOnly().register(registry).observe(Double.NaN);
    assertThat(next()).contains("metric=sizes,", "value=NaN");

    StateSet.builder().name("phase").states("on").register(registry).setTrue("off");
    assertThat(next()).contains("metric=phase,", "value=off");

    Gauge newest =
        Gauge.builder().name("newest").multiprocessMode(GaugeMode.MOSTRECENT).register(registry);
    newest.inc(7);
    assertThat(next()).contains("metric=newest,", "value=7.0");

    histogram.observeWithExemplar(1, null);
    Counter unlabelled = Counter.builder().name("calls").labelNames("x").register(registry);
    unlabelled.inc();
    assertThat(next()).contains("metric=calls,", "no label values");

    assertThat(registry.droppedRecordings()).isEqualTo(8);
    assertThat(log).isEmpty();
  }

  private String next() throws InterruptedException {
    String message = log.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("a line in the log").isNotNull();
    return message;
  }
}
