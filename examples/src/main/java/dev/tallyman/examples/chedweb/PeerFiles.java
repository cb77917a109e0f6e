package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory for each peer. Where it lies is the peer's state, so that all workers agree on it; to
 * move it is to decide, for of several who try it one succeeds. When it was last touched is the
 * peer's last sign of life.
 *
 * <p>Threading: safe for all threads and processes.
 */
final class PeerFiles {
  private final Path directory;
  private final Clock clock;

  /** Where a peer's directory can lie. */
  enum Place {
    OFFERED,
    CONNECTED,
    GONE
  }

  private PeerFiles(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  static PeerFiles in(Path directory, Clock clock) throws IOException {
    PeerFiles files = new PeerFiles(directory, clock);
    for (Place place : Place.values()) {
      Files.createDirectories(files.path(place));
    }
    return files;
  }

  void create(String id) throws IOException {
    Files.createDirectory(path(Place.OFFERED, id));
    boolean unused = touch(Place.OFFERED, id);
  }

  /** False if there is no such peer in this place. */
  boolean addCandidate(Place place, String id, String candidate) throws IOException {
    Path file = path(place, id).resolve("candidate-" + UUID.randomUUID());
    try {
      Files.write(file, candidate.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return false;
    }
    return touch(place, id);
  }

  boolean hasCandidates(Place place, String id) throws IOException {
    try {
      return !names(path(place, id)).isEmpty();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether it was this caller who moved the peer. */
  boolean move(String id, Place from, Place to) throws IOException {
    // Touched before it is there, so that nobody takes it for one that has been silent.
    if (!touch(from, id)) {
      return false;
    }
    try {
      Files.move(path(from, id), path(to, id), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Gives a sign of life; false if there is no such peer in this place. */
  boolean touch(Place place, String id) throws IOException {
    try {
      Files.setLastModifiedTime(path(place, id), FileTime.from(clock.instant()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Deletes a peer that is gone. */
  void delete(String id) throws IOException {
    Path peer = path(Place.GONE, id);
    for (String file : names(peer)) {
      Files.deleteIfExists(peer.resolve(file));
    }
    Files.deleteIfExists(peer);
  }

  /** Those who have given no sign of life for so long. */
  List<String> silentIn(Place place, Duration patience) throws IOException {
    FileTime limit = FileTime.from(clock.instant().minus(patience));
    List<String> silent = new ArrayList<>();
    for (String id : in(place)) {
      if (isOlder(path(place, id), limit)) {
        silent.add(id);
      }
    }
    return silent;
  }

  private static boolean isOlder(Path peer, FileTime limit) throws IOException {
    try {
      return Files.getLastModifiedTime(peer).compareTo(limit) < 0;
    } catch (NoSuchFileException e) {
      // Moved in the meantime, and thus not silent.
      return false;
    }
  }

  List<String> in(Place place) throws IOException {
    return names(path(place));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path path(Place place) {
    return directory.resolve(place.name().toLowerCase(Locale.ROOT));
  }

  private Path path(Place place, String id) {
    return path(place).resolve(id);
  }
}
