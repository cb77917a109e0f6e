package dev.tallyman.monitoring;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;

/**
 * A real Alertmanager with the shipped routes and receivers, but for the time it waits for more
 * alerts of a group.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} with its log.
 */
final class AlertmanagerServer implements AutoCloseable {
  private final PeerServer server;

  private AlertmanagerServer(PeerServer server) {
    this.server = server;
  }

  /** Starts it with a hook in the file where the shipped configuration looks for Slack's. */
  static AlertmanagerServer start(URI hook) {
    String configuration = Repository.text("monitoring/alertmanager.yml");
    String impatient = configuration.replace("group_wait: 10s", "group_wait: 1s");
    return new AlertmanagerServer(
        PeerServer.start(
            PeerProgram.named("prometheus-alertmanager", "prometheus-alertmanager"),
            (directory, hostAndPort) -> {
              Files.writeString(directory.resolve("alertmanager.yml"), impatient);
              Files.writeString(directory.resolve("slack-webhook-url"), hook.toString());
              return List.of(
                  "--config.file=" + directory.resolve("alertmanager.yml"),
                  "--storage.path=" + directory.resolve("data"),
                  "--web.listen-address=" + hostAndPort,
                  "--cluster.listen-address=");
            }));
  }

  String hostAndPort() {
    return server.address().getAuthority();
  }

  @Override
  public void close() {
    server.close();
  }
}
