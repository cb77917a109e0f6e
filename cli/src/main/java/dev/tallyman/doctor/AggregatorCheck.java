package dev.tallyman.doctor;

import dev.tallyman.doctor.AggregatorPage.Sample;
import dev.tallyman.doctor.ArchiveCheck.Holder;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.tally.TallyHeader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The aggregator, asked over HTTP: whether it is there, serves this very directory, leaves anything
 * out, and is of this release. That living workers are seen by nobody is a problem; the dead are in
 * their files, and wait.
 */
final class AggregatorCheck {
  static final String NAME = "aggregator";

  private static final String LISTENS_ELSEWHERE =
      "if it listens elsewhere, say so: --port, --host, or PROMETHEUS_METRICS_PORT and _HOST";

  /** Its answer about workers is up to a second old; who is younger than this it need not know. */
  private static final Duration KNOWN_BY_THEN = Duration.ofSeconds(5);

  /** Kinds of conflict that leave nothing out. */
  private static final Set<String> NOTHING_LEFT_OUT = Set.of("bounds", "buckets");

  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;

  private final Subject subject;
  private final Holder archive;
  private final Optional<Patient> patient;
  private final List<Finding> findings;

  private AggregatorCheck(
      Subject subject, Holder archive, Optional<Patient> patient, List<Finding> findings) {
    this.subject = subject;
    this.archive = archive;
    this.patient = patient;
    this.findings = findings;
  }

  /**
   * Asks.
   *
   * @param archive who works on the archive
   * @param patient the directory, if it can be read
   */
  static void examine(
      Subject subject, Holder archive, Optional<Patient> patient, List<Finding> findings) {
    new AggregatorCheck(subject, archive, patient, findings).ask();
  }

  private void ask() {
    try {
      take(AggregatorPage.ask(subject.aggregator(), subject.token()));
    } catch (IOException e) {
      if (archive == Holder.AGGREGATOR) {
        findings.add(unanswered(e));
      }
      sayIfNobodyServes();
    }
  }

  /** It may listen elsewhere, for which it is no worse; but who listens here has to answer. */
  private Finding unanswered(IOException e) {
    String text = "can't be asked at " + subject.aggregator() + ": " + e.getMessage();
    return e instanceof ConnectException
        ? Finding.note(NAME, text, LISTENS_ELSEWHERE)
        : unseen(text, "see its log, or restart it; " + LISTENS_ELSEWHERE);
  }

  private void sayIfNobodyServes() {
    if (archive == Holder.NOBODY) {
      findings.add(
          unseen(
              "none works on " + subject.archive(),
              "start one: until then nobody sees the counts, and the files of the dead pile up"));
    }
  }

  /** Living workers that nobody sees are a problem. */
  private Finding unseen(String text, String advice) {
    return patient.isPresent() && !patient.get().live().isEmpty()
        ? Finding.problem(NAME, text, advice)
        : Finding.note(NAME, text, advice);
  }

  private void take(AggregatorPage page) {
    URI address = subject.aggregator();
    Optional<String> release = page.release();
    if (release.isEmpty()) {
      sayIfNobodyServes();
      findings.add(noAggregator(address, page.status()));
      return;
    }
    Optional<Boolean> serves = patient.flatMap(directory -> knows(page, directory));
    if (!serves.orElse(archive == Holder.AGGREGATOR)) {
      sayIfNobodyServes();
      findings.add(elsewhere(address, serves.isPresent()));
      return;
    }
    findings.add(Finding.ok(NAME, "answers at " + address + ", release=" + release.get()));
    if (archive == Holder.NOBODY) {
      findings.add(
          Finding.note(
              NAME,
              "it serves these workers, and does not work on " + subject.archive(),
              "give aggregator and doctor the same PROMETHEUS_METRICS_ARCHIVE_DIR"));
    }
    if (!release.get().equals(subject.release())) {
      findings.add(
          Finding.note(
              NAME,
              "runs release " + release.get() + ", and this command is of " + subject.release(),
              "restart it with the release that is installed"));
    }
    leftOut(page);
    folds(page);
  }

  private Finding noAggregator(URI address, int status) {
    if (status == UNAUTHORIZED) {
      return Finding.note(
          NAME,
          "wants a token at " + address,
          "set METRICS_TOKEN to its token, so that it can be asked");
    }
    if (status >= SERVER_ERROR && archive == Holder.AGGREGATOR) {
      return unseen(
          "its page at " + address + " fails: status=" + status, "see its log, which says why");
    }
    String text = "something else answers at " + address + ": status=" + status;
    String advice = "give the aggregator a port of its own: PROMETHEUS_METRICS_PORT";
    return archive == Holder.AGGREGATOR
        ? Finding.note(NAME, text, advice)
        : Finding.problem(NAME, text, advice);
  }

  /** Whether it knows any of the workers; nothing if there are none that it must know. */
  private static Optional<Boolean> knows(AggregatorPage page, Patient patient) {
    Instant since = patient.now().minus(KNOWN_BY_THEN);
    Set<UUID> ours =
        patient.workers().stream()
            .map(ScannedWorker::header)
            .filter(header -> Instant.ofEpochMilli(header.createdMillis()).isBefore(since))
            .map(TallyHeader::origin)
            .collect(Collectors.toSet());
    return ours.isEmpty()
        ? Optional.empty()
        : page.workers().map(known -> ours.stream().anyMatch(known::contains));
  }

  private Finding elsewhere(URI address, boolean workersAreMissed) {
    String advice =
        "give workers, aggregator and doctor the same PROMETHEUS_MULTIPROC_DIR and"
            + " PROMETHEUS_METRICS_ARCHIVE_DIR";
    return workersAreMissed
        ? Finding.problem(NAME, "the one at " + address + " knows none of the workers here", advice)
        : Finding.note(
            NAME, "the one at " + address + " works on another directory or archive", advice);
  }

  /** What its page lacks, by what it counts of itself. */
  private void leftOut(AggregatorPage page) {
    List<String> all = new ArrayList<>();
    for (Sample files : page.above0(AggregatorPage.SKIPPED)) {
      all.add("files, " + files.label("reason") + ": " + (long) files.value());
    }
    for (Sample conflict : page.above0(AggregatorPage.CONFLICTS)) {
      if (!NOTHING_LEFT_OUT.contains(conflict.label("kind"))) {
        all.add("metric " + conflict.label("metric") + ", in part: " + conflict.label("kind"));
      }
    }
    for (Sample metrics : page.above0(AggregatorPage.LEFT_OUT)) {
      all.add("metrics, since another has their name: " + (long) metrics.value());
    }
    if (!all.isEmpty()) {
      findings.add(
          Finding.problem(
              NAME,
              "leaves out of its page: " + String.join("; ", all),
              "what follows, and its log, say more of each"));
    }
  }

  private void folds(AggregatorPage page) {
    double failed =
        page.above0(AggregatorPage.FOLDS).stream()
            .filter(folds -> folds.label("outcome").equals("failure"))
            .mapToDouble(Sample::value)
            .sum();
    double waiting = page.above0(AggregatorPage.WAITING).stream().mapToDouble(Sample::value).sum();
    if (failed == 0) {
      return;
    }
    String text =
        "folds that failed since it began: %d, files of the dead that wait: %d"
            .formatted((long) failed, (long) waiting);
    findings.add(
        waiting > 0
            ? Finding.problem(
                NAME, text, "see its log; most likely the archive's disk is full or read-only")
            : Finding.note(NAME, text, "nothing waits any more; its log says what it was"));
  }
}
