package dev.tallyman.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.doctor.Finding.Level;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorTest {
  @TempDir private Path temporary;
  private Path tallies;
  private Path archive;

  @BeforeEach
  void chooseDirectories() throws IOException {
    tallies = temporary.resolve("tallies");
    archive = temporary.resolve("tallies_archive");
    Files.createDirectory(
        tallies,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private List<Finding> examine() {
    return Doctor.examine(tallies, archive, Clock.systemUTC());
  }

  private List<Finding> problems() {
    return examine().stream().filter(each -> each.level() == Level.PROBLEM).toList();
  }

  /**
   * Files of workers that have ended: written elsewhere, for this process opens none of its own.
   */
  private void record(String name, Recorder recorder) throws IOException {
    Path own = Files.createDirectory(temporary.resolve(name));
    try (MetricRegistry registry = MetricRegistry.inDirectory(own)) {
      recorder.recordInto(registry);
      Files.copy(registry.tallyFile().orElseThrow(), tallies.resolve(name + ".tally"));
    }
  }

  private interface Recorder {
    void recordInto(MetricRegistry registry);
  }

  @Test
  void ofAnEmptyDirectoryThereIsNothingBadToSay() {
    assertThat(problems()).isEmpty();
    assertThat(examine())
        .extracting(Finding::check)
        .containsExactly(
            "directory",
            "file system",
            "file system",
            "archive",
            "aggregator",
            "workers",
            "metrics");
  }

  @Test
  void aDirectoryThatIsMissingALinkOrAFileIsNamed() throws IOException {
    Path missing = temporary.resolve("missing");
    assertThat(Doctor.examine(missing, archive, Clock.systemUTC()).get(0).text())
        .isEqualTo(missing + " is not there: no worker has recorded into it");

    Path link = Files.createSymbolicLink(temporary.resolve("link"), tallies);
    assertThat(Doctor.examine(link, archive, Clock.systemUTC()).get(0).level())
        .isEqualTo(Level.PROBLEM);

    Path file = Files.createFile(temporary.resolve("file"));
    assertThat(Doctor.examine(file, archive, Clock.systemUTC()).get(0).text())
        .isEqualTo(file + " is not a directory");
  }

  @ParameterizedTest
  @CsvSource({"rwxrwxrwx, PROBLEM", "rwxrwx---, NOTE", "rwxr-xr-x, OK", "rwx------, OK"})
  void whoMayWriteMatters(String mode, Level expected) throws IOException {
    Files.setPosixFilePermissions(tallies, PosixFilePermissions.fromString(mode));

    assertThat(examine().get(0).level()).isEqualTo(expected);
    assertThat(examine().get(0).text()).contains("mode=" + mode);
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, OK",
    "xfs, OK",
    "overlay, OK",
    "tmpfs, OK",
    "nfs4, PROBLEM",
    "cifs, PROBLEM",
    "fuse.sshfs, PROBLEM",
    "9p, PROBLEM",
    "btrfs, PROBLEM",
    "zfs, PROBLEM",
    "f2fs, NOTE"
  })
  void notEveryFileSystemIsGoodEnough(String type, Level expected) {
    Finding finding = FileSystemCheck.ofType(FileSystemCheck.Content.TALLY_FILES, type);

    assertThat(finding.level()).isEqualTo(expected);
    assertThat(finding.text()).startsWith("the tally files are on " + type);
  }

  @Test
  void anArchiveInMemoryIsGoneAfterARestart() {
    assertThat(FileSystemCheck.ofType(FileSystemCheck.Content.ARCHIVE, "tmpfs").level())
        .isEqualTo(Level.NOTE);
  }

  @Test
  void littleRoomIsAProblem() {
    assertThat(FileSystemCheck.ofRoom(tallies, 1 << 20)).isNotNull();
    assertThat(FileSystemCheck.ofRoom(tallies, 1L << 40)).isNull();
  }

  @Test
  void theDeadWithoutAnAggregatorAreAProblem() throws IOException {
    record("dead", registry -> Counter.builder().name("c").register(registry).inc());

    assertThat(problems())
        .containsExactly(
            Finding.problem(
                "workers",
                "live=0, dead and not folded=1, folded and not removed=0",
                "start an aggregator: it folds the counts of the dead and removes files"));
  }

  @Test
  void aDamagedFileAndForeignOnesAreNamed() throws IOException {
    Files.writeString(tallies.resolve("bad.tally"), "this is no tally file");
    Files.writeString(tallies.resolve("counter_12.db"), "python");

    assertThat(problems()).hasSize(1);
    assertThat(problems().get(0).text()).contains("left out", "bad.tally");
    assertThat(examine())
        .contains(
            Finding.note(
                "files",
                "not ours, passed over: files=1, first=counter_12.db",
                "give prometheus_client's .db files a directory of their own"));
  }

  @Test
  void definitionsThatDisagreeAreNamed() throws IOException {
    record("one", registry -> Counter.builder().name("same").register(registry).inc());
    record("two", registry -> Gauge.builder().name("same").register(registry).set(1));

    assertThat(problems())
        .extracting(Finding::text)
        .contains("workers disagree about same: its type; all but the oldest worker's is left out");
  }

  @Test
  void boundsThatDisagreeAreWorthKnowing() throws IOException {
    record("one", registry -> observe(registry, .1));
    record("two", registry -> observe(registry, .2));

    assertThat(examine())
        .filteredOn(each -> each.level() == Level.NOTE && each.check().equals("metrics"))
        .extracting(Finding::text)
        .containsExactly("workers disagree about h: its bounds; each worker is counted at its own");
  }

  private static void observe(MetricRegistry registry, double bound) {
    Histogram.builder().name("h").classicUpperBounds(bound).register(registry).observe(1);
  }

  @Test
  void theLabelThatExplodesIsNamed() throws IOException {
    record(
        "many",
        registry -> {
          Counter counter =
              Counter.builder().name("requests").labelNames("method", "path").register(registry);
          for (int i = 0; i < MetricsCheck.MANY_SERIES; i++) {
            counter.labelValues(i % 2 == 0 ? "GET" : "PUT", "/user/" + i).inc();
          }
        });

    assertThat(problems())
        .extracting(Finding::text)
        .contains("requests has 2000 series; its label path has 2000 values");
  }

  @Test
  void aWorkerFromTheFutureMeansAWrongClock() throws IOException {
    record("dead", registry -> Counter.builder().name("c").register(registry).inc());
    Instant before = Instant.now().minus(Duration.ofDays(1));

    assertThat(Doctor.examine(tallies, archive, Clock.fixed(before, ZoneOffset.UTC)))
        .filteredOn(each -> each.check().equals("clock"))
        .singleElement()
        .satisfies(each -> assertThat(each.text()).contains("began in the future", "pid="));
  }

  @Test
  void droppedRecordingsAreCounted() throws IOException {
    record(
        "dead",
        registry -> {
          Counter counter = Counter.builder().name("c").register(registry);
          counter.inc();
          counter.inc(-1);
        });

    assertThat(problems())
        .extracting(Finding::text)
        .contains("dropped recordings that made no sense: 1");
  }

  @Test
  void anArchiveThatCannotBeReadIsAProblem() throws IOException {
    Files.createDirectory(archive);
    Files.createFile(archive.resolve("begun"));
    Files.writeString(archive.resolve("data.mdb"), "this is no archive");

    assertThat(examine())
        .filteredOn(each -> each.check().equals("archive"))
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(Level.PROBLEM);
  }
}
