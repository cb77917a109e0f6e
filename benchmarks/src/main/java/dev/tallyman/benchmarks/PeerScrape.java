package dev.tallyman.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** client_python's MultiProcessCollector on data equal to ours. */
final class PeerScrape {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String SCRIPT = "peer_scrape.py";

  private PeerScrape() {}

  static Timing measure(ScrapeShape shape, boolean living) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Path script = scratch.root().resolve(SCRIPT);
      try (InputStream source = PeerScrape.class.getResourceAsStream("/" + SCRIPT)) {
        long unused = Files.copy(Objects.requireNonNull(source, SCRIPT), script);
      }
      Files.createDirectory(scratch.path());
      try (Subprocess python =
          Subprocess.start(
              PYTHON,
              script.toString(),
              scratch.path().toString(),
              Integer.toString(shape.workers()),
              Integer.toString(shape.series()),
              living ? "living" : "dead",
              Integer.toString(shape.peerRounds()))) {
        double[] millis = new double[shape.peerRounds()];
        for (int i = 0; i < millis.length; i++) {
          millis[i] = Double.parseDouble(python.line());
        }
        return Timing.of(millis);
      }
    }
  }
}
