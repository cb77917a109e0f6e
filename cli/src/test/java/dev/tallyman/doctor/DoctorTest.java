package dev.tallyman.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.doctor.Finding.Level;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.CRC32;
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

  private List<Finding> examine() throws IOException {
    return examine(tallies, Clock.systemUTC());
  }

  private List<Finding> examine(Path directory, Clock clock) throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
    return Doctor.examine(
        new Subject(directory, archive, nobody, null, "1.2.3", GaugeModeRules.NONE, 100_000),
        clock);
  }

  private List<Finding> problems() throws IOException {
    return examine().stream().filter(each -> each.level() == Level.PROBLEM).toList();
  }

  private void record(String name, Consumer<MetricRegistry> recorder) throws IOException {
    EndedWorker.record(tallies, name, recorder);
  }

  @Test
  void ofAnEmptyDirectoryThereIsNothingBadToSay() throws IOException {
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
    assertThat(examine(missing, Clock.systemUTC()).get(0).text())
        .isEqualTo(missing + " is not there: no worker has recorded into it");

    Path link = Files.createSymbolicLink(temporary.resolve("link"), tallies);
    assertThat(examine(link, Clock.systemUTC()).get(0).level()).isEqualTo(Level.PROBLEM);

    Path file = Files.createFile(temporary.resolve("file"));
    assertThat(examine(file, Clock.systemUTC()).get(0).text())
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
    "ext4, NOTE",
    "xfs, NOTE",
    "overlay, NOTE",
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
    assertThat(FileSystemCheck.ofType(FileSystemCheck.Content.ARCHIVE, "ext4").level())
        .isEqualTo(Level.OK);
  }

  @Test
  void anArchiveThatEverybodyCanWriteIsAProblem() throws IOException {
    Files.createDirectory(archive);
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(problems())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.check()).isEqualTo("archive");
              assertThat(each.text()).contains("can be written by everybody");
            });
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
          for (int i = 0; i < CardinalityCheck.MANY_SERIES; i++) {
            counter.labelValues(i % 2 == 0 ? "GET" : "PUT", "/user/" + i).inc();
          }
        });

    assertThat(examine())
        .contains(
            Finding.note(
                "cardinality",
                "requests has 2000 series; its label path has 2000 values",
                "give the label fewer values, such as routes for paths"));
  }

  @Test
  void aMetricThatHasReachedItsLimitIsNamedWithItsLabel() throws IOException {
    for (String worker : List.of("one", "two")) {
      record(
          worker,
          registry -> {
            Counter counter =
                Counter.builder()
                    .name("requests")
                    .labelNames("method", "path")
                    .maxSeries(3)
                    .register(registry);
            for (int i = 0; i < 9; i++) {
              counter.labelValues("GET", "/user/" + i).inc();
            }
          });
    }

    assertThat(examine())
        .contains(
            Finding.problem(
                "cardinality",
                "requests has 4 series; its label path has 4 values; in 2 workers it has reached a"
                    + " limit, and what is more goes into the series \"overflow\"",
                "give the label fewer values, such as routes for paths, or raise the metric's"
                    + " maxSeries or PROMETHEUS_METRICS_MAX_SERIES"));
  }

  @Test
  void whatTheDeadHadTooManyOfIsInTheArchive() throws IOException {
    record(
        "dead",
        registry -> {
          Counter counter =
              Counter.builder().name("c").labelNames("path").maxSeries(1).register(registry);
          counter.labelValues("/a").inc();
          counter.labelValues("/b").inc();
        });
    AggregatorConfig config =
        new AggregatorConfig(
            tallies, archive, ArchiveRules.DEFAULT, HistoryRules.OFF, "127.0.0.1", 0, null);
    Path file = tallies.resolve("dead.tally");
    try (Aggregator aggregator = Aggregator.start(config)) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.exists(file)) {
        assertThat(System.nanoTime()).as("port " + aggregator.port()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
    }

    assertThat(examine())
        .contains(
            Finding.note(
                "cardinality",
                "look-ups of series over a limit, by workers that are dead: 1",
                "look for the label value \"overflow\" in `tallyman archive export`"));
  }

  @Test
  void aLabelValueThatIsCalledOverflowIsNoLimit() throws IOException {
    record(
        "one",
        registry ->
            Counter.builder()
                .name("spills")
                .labelNames("kind")
                .register(registry)
                .labelValues("overflow")
                .inc());

    assertThat(examine()).extracting(Finding::check).doesNotContain("cardinality");
  }

  @Test
  void filesOfOtherFormatsAreNamedBesideOurs() throws IOException {
    for (String name : List.of("ours", "older", "newer", "other")) {
      record(name, registry -> Counter.builder().name("c").register(registry).inc());
    }
    setFormat("older", 1, 0);
    setFormat("newer", 1, 9);
    setFormat("other", 2, 0);

    assertThat(examine())
        .filteredOn(each -> each.check().equals("versions"))
        .extracting(each -> each.level() + " " + each.text())
        .containsExactly(
            "NOTE files=1, first=older.tally, written in an older format, 1.0; here it is format"
                + " 1.1, that of release 1.2.3",
            "OK files=1, written in format 1.1, that of release 1.2.3",
            "NOTE files=1, first=newer.tally, written in a newer format, 1.9; here it is format"
                + " 1.1, that of release 1.2.3");
    assertThat(problems())
        .extracting(Finding::text)
        .contains(
            "unknown_version, left out: major version: found=2, known=1, file="
                + tallies.resolve("other.tally"));
  }

  private void setFormat(String name, int major, int minor) throws IOException {
    Path file = tallies.resolve(name + ".tally");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(8, (short) major).putShort(10, (short) minor);
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), 0, 252);
    bytes.putInt(252, (int) checksum.getValue());
    Files.write(file, bytes.array());
  }

  @Test
  void aWorkerFromTheFutureMeansAWrongClock() throws IOException {
    record("dead", registry -> Counter.builder().name("c").register(registry).inc());
    Instant before = Instant.now().minus(Duration.ofDays(1));

    assertThat(examine(tallies, Clock.fixed(before, ZoneOffset.UTC)))
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
        .contains(
            "recordings dropped: 1; most by pid=%d: 1".formatted(ProcessHandle.current().pid()));
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
