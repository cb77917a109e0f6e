package dev.tallyman.doctor;

import dev.tallyman.model.GaugeModeRules;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked at.
 *
 * <p>Threading: immutable.
 *
 * @param directory where the tally files are
 * @param archive where the counts of the dead are
 * @param aggregator where an aggregator should answer, without a path
 * @param token what it wants to be shown; null if nothing
 * @param release which release the doctor is of
 * @param gaugeModes modes that the aggregator gives to gauges
 * @param maxSeries how many series a worker may have
 */
public record Subject(
    Path directory,
    Path archive,
    URI aggregator,
    @Nullable String token,
    String release,
    GaugeModeRules gaugeModes,
    int maxSeries) {

  /** Without the token. */
  @Override
  public String toString() {
    return "Subject[directory=%s, archive=%s, aggregator=%s, release=%s]"
        .formatted(directory, archive, aggregator, release);
  }
}
