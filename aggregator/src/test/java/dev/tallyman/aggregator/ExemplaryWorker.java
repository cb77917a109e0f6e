package dev.tallyman.aggregator;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterWithCallback;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.Labels;
import java.nio.file.Path;

/**
 * A worker that counts with exemplars, says so, and then waits: to be killed, or for the end of its
 * input, at which it ends by itself.
 */
final class ExemplaryWorker {
  private ExemplaryWorker() {}

  public static void main(String[] args) throws Exception {
    MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]));
    Counter counter = Counter.builder().name("uploads").unit("bytes").register(registry);
    CounterWithCallback unused =
        CounterWithCallback.builder()
            .name("read_from_elsewhere")
            .callback(callback -> callback.call(7))
            .register(registry);
    for (int i = 0; i < 1000; i++) {
      counter.incWithExemplar(Labels.of("trace_id", args[1], "n", "" + i));
    }
    System.out.write('.');
    System.out.flush();
    while (System.in.read() >= 0) {
      System.out.flush();
    }
  }
}
