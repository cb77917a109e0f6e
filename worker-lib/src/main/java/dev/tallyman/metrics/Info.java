package dev.tallyman.metrics;

import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import org.jspecify.annotations.Nullable;

/**
 * Text about the application, its version say, as the label values of a series that is always 1.
 * Over all workers it is the union.
 *
 * <p>Threading: safe for all threads. Failure: see {@link Metric}.
 */
public final class Info extends Metric<InfoDataPoint> {
  private Info(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, InfoDataPoint::new, beginning);
  }

  /** Begins to describe an info. The ending {@code _info} may be given in its name or not. */
  public static Builder builder() {
    return new Builder();
  }

  /** Shows these label values, and no others any more. */
  public synchronized void setLabelValues(@Nullable String... values) {
    InfoDataPoint found = labelValues(values);
    if (found.isOverflow()) {
      clear(); // the ones that go may be all that the limit has room for
    }
    InfoDataPoint shown = labelValues(values);
    shown.show(true);
    removeWhere((known, point) -> point != shown);
  }

  /** Shows these label values too. */
  public synchronized void addLabelValues(@Nullable String... values) {
    labelValues(values).show(true);
  }

  /** Describes an info. */
  public static final class Builder extends MetricBuilder<Builder, Info> {
    private Builder() {
      super(MetricType.INFO, "_info");
    }

    @Override
    public Info register(MetricRegistry registry) {
      return limited(
          registry.register(
              family(), Info.class, entry -> new Info(registry, entry, unlabelled())));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
