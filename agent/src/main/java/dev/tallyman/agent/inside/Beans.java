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

  private final RegistryCopier copier;

  private Beans(RegistryCopier copier) {
    this.copier = copier;
  }

  /** None if there are no rules, or none that can be used. */
  static @Nullable Beans of(String rules, MetricRegistry to, Complaints complaints) {
    return rules.isEmpty() ? null : JmxRules.of(rules, to, complaints);
  }

  @Override
  public void run() {
    copier.copy();
  }

  /** Apart, so that nothing of JMX or of the JDK's logging is touched unless it is asked for. */
  private static final class JmxRules {
    /** Kept, for the JDK forgets the level of a logger that nobody holds. */
    private static final Logger SILENT = Logger.getLogger("io.prometheus.jmx");

    static @Nullable Beans of(String rules, MetricRegistry to, Complaints complaints) {
      // It would say on the console what goes wrong.
      SILENT.setLevel(Level.OFF);
      SILENT.setUseParentHandlers(false);
      PrometheusRegistry beans = new PrometheusRegistry();
      try {
        JmxCollector unused = new JmxCollector(new File(rules)).register(beans);
      } catch (IOException | MalformedObjectNameException | RuntimeException e) {
        complaints.failed("jmx", "rules can't be used: file=" + rules + ", cause=" + e);
        return null;
      }
      return new Beans(new RegistryCopier(beans, to, DefaultGaugeModes.RULES, complaints));
    }
  }
}
