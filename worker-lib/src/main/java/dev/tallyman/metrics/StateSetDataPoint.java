package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SharedSlots;
import dev.tallyman.tally.SlotMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of a state set: its states, each on or off.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws; a state that
 * the set does not have is dropped and counted as such.
 */
public final class StateSetDataPoint extends DataPoint {
  private final SharedSlots slots;
  private final List<String> states;
  private volatile boolean hidden;

  StateSetDataPoint(NewSeries series) {
    super(series);
    this.slots = series.shared();
    this.states = series.family().states();
  }

  /** Switches a state on. */
  public void setTrue(@Nullable String state) {
    set(state, 1L);
  }

  /** Switches a state on. */
  public void setTrue(@Nullable Enum<?> state) {
    set(name(state), 1L);
  }

  /** Switches a state off. */
  public void setFalse(@Nullable String state) {
    set(state, 0L);
  }

  /** Switches a state off. */
  public void setFalse(@Nullable Enum<?> state) {
    set(name(state), 0L);
  }

  private static @Nullable String name(@Nullable Enum<?> state) {
    return state == null ? null : state.toString();
  }

  private void set(@Nullable String state, long flag) {
    int place = state == null ? -1 : states.indexOf(state);
    if (place >= 0) {
      if (hidden) {
        hidden = false;
        slots.set(SlotMap.FIRST_FLAG, 0L);
      }
      slots.set(SlotMap.FIRST_FLAG + place, flag);
    } else {
      drop(state);
    }
  }

  @Override
  boolean retire() {
    slots.retire();
    return true;
  }

  @Override
  void hide() {
    for (int i = states.size() - 1; i > 0; i--) {
      slots.set(SlotMap.FIRST_FLAG + i, 0L);
    }
    slots.takeAway();
    hidden = true;
  }

  @Override
  boolean isPresent() {
    return !slots.isTakenAway();
  }

  @Override
  SeriesView read(Labels labels) {
    long[] flags = new long[states.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = slots.getLong(SlotMap.FIRST_FLAG + i);
    }
    return new Reading(labels, createdMillis()).counts(flags);
  }
}
