package dev.tallyman.agent.inside;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.bridge.RegistryCopier;
import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.File;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.MalformedObjectNameException;
import org.jspecify.annotations.Nullable;

/**
 * JMX beans, by the rules of a file: jmx_exporter's own collector, so its files can be used as they
 * are.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a file that can't be used is a failure of the agent, and there are no beans.
 */
final class Beans implements Runnable {

  private final @Nullable RegistryCopier copier;

  private Beans(@Nullable RegistryCopier copier) {
    this.copier = copier;
  }

  static Beans of(String rules, MetricRegistry to, Complaints complaints) {
    if (rules.isEmpty()) {
      return new Beans(null);
    }
    return JmxRules.of(rules, to, complaints);
  }

  @Override
  public void run() {
    if (copier != null) {
      copier.copy();
    }
  }

  /** Apart, so that nothing of JMX or of the JDK's logging is touched unless it is asked for. */
  private static final class JmxRules {
    /** Kept, for the JDK forgets the level of a logger that nobody holds. */
    private static final Logger SILENT = Logger.getLogger("io.prometheus.jmx");

    static Beans of(String rules, MetricRegistry to, Complaints complaints) {
      // It would say on the console what goes wrong.
      SILENT.setLevel(Level.OFF);
      SILENT.setUseParentHandlers(false);
      PrometheusRegistry beans = new PrometheusRegistry();
      try {
        JmxCollector unused = new JmxCollector(new File(rules)).register(beans);
      } catch (IOException | MalformedObjectNameException | RuntimeException e) {
        complaints.failed("jmx", "rules can't be used: file=" + rules + ", cause=" + e);
        return new Beans(null);
      }
      return new Beans(new RegistryCopier(beans, to, DefaultGaugeModes.RULES, complaints));
    }
  }
}
