package dev.tallyman.examples.bricklayers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The queue that all workers share: a folder for each state, and for each job a ticket in one of
 * them.
 *
 * <pre>
 * pending/ID -> processing/ID.DEADLINE -> completed/ID, error/ID or timeout/ID
 * </pre>
 *
 * <p>Whoever renames a ticket has the job; of several, the file system lets one succeed. A ticket
 * that is being worked on has in its name how long (in milliseconds since 1970) its worker may have
 * it. A worker that is still at work then is taken for dead, and any other may rename the ticket,
 * to a deadline of its own. Should the first one be alive after all, its own rename at the end
 * fails, and it knows.
 *
 * <p>Ids begin with the time, so their order is that of arrival. A ticket's first line is the name
 * of the uploaded file; each worker that takes the job adds another.
 *
 * <p>Threading: safe for all threads, and for all processes of a host.
 *
 * <p>Failure: {@link IOException} if the folders can't be read or written.
 */
final class JobQueue {
  private static final int ID_LENGTH = 20;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ID_LENGTH + "}");

  private final Clock clock;
  private final Duration lease;
  private final Path directory;
  private final Path beginnings;

  /**
   * The queue in a directory.
   *
   * @param lease how long a worker may have a job
   */
  JobQueue(Path directory, Clock clock, Duration lease) throws IOException {
    this.clock = clock;
    this.lease = lease;
    this.directory = directory;
    this.beginnings = Folders.folder(directory, "beginnings");
    for (JobState state : JobState.values()) {
      Path unused = Folders.folder(directory, state.word());
    }
  }

  /** An id that no other job has. */
  String newId() {
    return String.format(
        "%012x%08x", clock.millis(), ThreadLocalRandom.current().nextInt() & 0xffff_ffffL);
  }

  /** Adds a job at the end. */
  void add(String id, String file) throws IOException {
    Path ticket = Files.writeString(beginnings.resolve(id), file + "\n");
    Folders.move(ticket, folder(JobState.PENDING).resolve(id));
  }

  /** How many jobs wait. */
  long pending() throws IOException {
    return tickets(JobState.PENDING).size();
  }

  /** Takes the job that is to be done next; null if there is none. */
  @Nullable Claim claim() throws IOException {
    long now = clock.millis();
    List<Path> candidates = new ArrayList<>(tickets(JobState.PROCESSING));
    candidates.removeIf(ticket -> deadline(ticket) >= now);
    candidates.addAll(tickets(JobState.PENDING));
    for (Path ticket : candidates) {
      Claim claim = take(ticket);
      if (claim != null) {
        return claim;
      }
    }
    return null;
  }

  private @Nullable Claim take(Path ticket) throws IOException {
    String id = id(ticket);
    long deadline = clock.millis() + lease.toMillis();
    Path mine = folder(JobState.PROCESSING).resolve(id + "." + deadline);
    if (!rename(ticket, mine)) {
      return null;
    }
    Files.writeString(mine, "taken at " + clock.instant() + "\n", StandardOpenOption.APPEND);
    List<String> lines = Files.readAllLines(mine);
    return new Claim(id, lines.get(0), lines.size() - 1, mine);
  }

  /**
   * Ends a job.
   *
   * @return false if it was taken from this worker, which is too late: somebody else will end it
   */
  boolean end(Claim claim, JobState state) throws IOException {
    return rename(claim.ticket(), folder(state).resolve(claim.id()));
  }

  /** How far a job is; null if there is none with that id. */
  @Nullable JobState state(String id) throws IOException {
    // An id comes from outside, and is about to become a part of a path.
    if (!ID.matcher(id).matches()) {
      return null;
    }
    // In the order in which tickets go through the folders, lest one slips by.
    for (JobState state : JobState.values()) {
      if (state == JobState.PROCESSING ? isProcessing(id) : isIn(state, id)) {
        return state;
      }
    }
    return null;
  }

  private boolean isProcessing(String id) throws IOException {
    return tickets(JobState.PROCESSING).stream().anyMatch(ticket -> id(ticket).equals(id));
  }

  private boolean isIn(JobState state, String id) {
    return Files.exists(folder(state).resolve(id));
  }

  Path folder(JobState state) {
    return directory.resolve(state.word());
  }

  private List<Path> tickets(JobState state) throws IOException {
    List<Path> tickets = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder(state))) {
      entries.forEach(tickets::add);
    }
    tickets.sort(null);
    return tickets;
  }

  private static String id(Path ticket) {
    return ticket.getFileName().toString().substring(0, ID_LENGTH);
  }

  private static long deadline(Path ticket) {
    return Long.parseLong(ticket.getFileName().toString().substring(ID_LENGTH + 1));
  }

  private static boolean rename(Path ticket, Path to) throws IOException {
    try {
      Folders.move(ticket, to);
      return true;
    } catch (NoSuchFileException e) {
      // Somebody else was quicker.
      return false;
    }
  }
}
