package dev.tallyman.http;

import dev.tallyman.exposition.Point;
import dev.tallyman.exposition.Reading;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servers as tests want them: on loopback, on a free port. */
final class Servers {
  private Servers() {}

  static ServerSettings settings(@Nullable String token) {
    return new ServerSettings("127.0.0.1", 0, token, "1.2.3");
  }

  /** A server that shows the reading and is ready. */
  static MetricsServer showing(List<Reading> reading) throws BindException {
    return showing(page -> page.accept(reading));
  }

  static MetricsServer showing(ScrapeSource source) throws BindException {
    return MetricsServer.start(settings(null), served(source));
  }

  /** What a server that is ready shows. */
  static Served served(ScrapeSource source) {
    return new Served(source, () -> true, report -> {}, Map.of());
  }

  /** A reading whose text is larger than what sockets take at once. */
  static List<Reading> large() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      points.add(Point.of("path", "/some/path/or/other/" + i).value(i));
    }
    return List.of(Reading.counter("large", points.toArray(new Point[0])));
  }
}
