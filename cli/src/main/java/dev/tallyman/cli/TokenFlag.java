package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What a scrape must show.
 *
 * <p>Threading: one thread at a time.
 */
final class TokenFlag {
  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "the bearer token that scrapes must show; unlike the flag, the variable can't be seen by"
              + " others [METRICS_TOKEN] (default: none)")
  private @Nullable String token;

  /** No text if everybody may scrape. */
  Input in(Map<String, String> environment) {
    return Input.flag("--token", token).orVariable(AggregatorConfig.TOKEN, environment);
  }
}
