package dev.tallyman.cli;

import dev.tallyman.aggregator.Version;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} prints.
 *
 * <p>Threading: stateless.
 */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "tallyman " + Version.current() + " (Java " + Runtime.version() + ")",
    };
  }
}
