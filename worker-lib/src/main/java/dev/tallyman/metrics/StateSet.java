package dev.tallyman.metrics;

import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of states, each on or off: feature flags, the phase of a job. Over all workers a state is
 * on where any live worker has it on.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class StateSet extends Metric<StateSetDataPoint> {
  private StateSet(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, StateSetDataPoint::new, beginning);
  }

  /** Begins to describe a state set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Switches a state on; see {@link StateSetDataPoint}. */
  public void setTrue(@Nullable String state) {
    unlabelled().setTrue(state);
  }

  /** Switches a state on. */
  public void setTrue(@Nullable Enum<?> state) {
    unlabelled().setTrue(state);
  }

  /** Switches a state off; see {@link StateSetDataPoint}. */
  public void setFalse(@Nullable String state) {
    unlabelled().setFalse(state);
  }

  /** Switches a state off. */
  public void setFalse(@Nullable Enum<?> state) {
    unlabelled().setFalse(state);
  }

  /** Describes a state set. */
  public static final class Builder extends MetricBuilder<Builder, StateSet> {
    private List<String> states = List.of();

    private Builder() {
      super(MetricType.STATE_SET, "");
    }

    /** The states that there are; required. */
    public Builder states(String... names) {
      states = List.of(names);
      return this;
    }

    /** The states that there are, one for each constant of an enum. */
    public Builder states(Class<? extends Enum<?>> enumType) {
      return states(
          Arrays.stream(enumType.getEnumConstants()).map(Enum::toString).toArray(String[]::new));
    }

    @Override
    public StateSet register(MetricRegistry registry) {
      return limited(
          registry.register(
              family(null, List.of(), states),
              StateSet.class,
              entry -> new StateSet(registry, entry, unlabelled())));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
