package dev.tallyman.merge;

import dev.tallyman.model.Sketch;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a sketch that only grows has gained in the last so many milliseconds. It remembers what the
 * sketch was like now and then, at most thirteen times, and takes away what it was like before the
 * window began. What a worker has observed so stays in the window for as long as what another has,
 * whether it lives or not.
 *
 * <p>Threading: one thread at a time.
 */
final class SketchWindow {
  /** How often in a window it takes a look; by one such step a window can be too long. */
  private static final int STEPS = 12;

  private final long millis;
  private final Deque<Past> pasts = new ArrayDeque<>();

  private record Past(long millis, Sketch sketch) {}

  SketchWindow(long millis) {
    this.millis = millis;
  }

  /**
   * What has been gained.
   *
   * @param all the sketch as it is now; not kept
   * @param createdMillis when its first contributor began
   */
  Sketch gained(Sketch all, long createdMillis, long now) {
    if (pasts.isEmpty() || pasts.getLast().millis > now) {
      begin(all, createdMillis, now);
    }
    Sketch gained = all.minus(pasts.getFirst().sketch);
    if (!gained.isSound()) {
      // It has shrunk, since the archive was reset say: what was before is no measure.
      pasts.clear();
      pasts.add(new Past(now, all.copy()));
      return new Sketch();
    }
    // The last one from before the window stays, and is what will be taken away.
    while (pasts.size() > 1 && second().millis <= now - millis) {
      pasts.removeFirst();
      gained = all.minus(pasts.getFirst().sketch);
    }
    if (now - pasts.getLast().millis >= millis / STEPS) {
      pasts.addLast(new Past(now, all.copy()));
    }
    return gained;
  }

  /**
   * Of what was there before it was first seen, it knows only whether all of it is recent. What
   * began later than now, by a clock that was set back since, did so just now.
   */
  private void begin(Sketch all, long createdMillis, long now) {
    pasts.clear();
    boolean recent = createdMillis >= now - millis;
    pasts.add(
        recent ? new Past(Math.min(createdMillis, now), new Sketch()) : new Past(now, all.copy()));
  }

  private Past second() {
    var iterator = pasts.iterator();
    Past unused = iterator.next();
    return iterator.next();
  }
}
