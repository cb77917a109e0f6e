package dev.tallyman.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What others take to merge data equal to ours. */
enum PeerScrape {
  /** client_python's {@code MultiProcessCollector}. */
  CLIENT_PYTHON("/usr/bin/python3", "peer_scrape.py"),

  /** The C extension of GitLab's prometheus-client-mmap. */
  CLIENT_MMAP("/usr/bin/ruby", "peer_scrape.rb");

  private final String interpreter;
  private final String script;

  PeerScrape(String interpreter, String script) {
    this.interpreter = interpreter;
    this.script = script;
  }

  Timing measure(ScrapeShape shape, boolean living) throws IOException {
    try (Scratch scratch = new Scratch()) {
      Path program = scratch.root().resolve(script);
      try (InputStream source = PeerScrape.class.getResourceAsStream("/" + script)) {
        long unused = Files.copy(Objects.requireNonNull(source, script), program);
      }
      Files.createDirectory(scratch.path());
      try (Subprocess peer =
          Subprocess.start(
              interpreter,
              program.toString(),
              scratch.path().toString(),
              Integer.toString(shape.workers()),
              Integer.toString(shape.series()),
              living ? "living" : "dead",
              Integer.toString(shape.peerRounds()))) {
        double[] millis = new double[shape.peerRounds()];
        for (int i = 0; i < millis.length; i++) {
          millis[i] = Double.parseDouble(peer.line());
        }
        return Timing.of(millis);
      }
    }
  }
}
