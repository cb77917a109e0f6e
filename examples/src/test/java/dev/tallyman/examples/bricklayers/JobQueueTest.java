package dev.tallyman.examples.bricklayers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobQueueTest {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private JobQueue queue;

  @BeforeEach
  void open() throws IOException {
    queue = queueAt(START);
  }

  @Test
  void jobsAreTakenInTheOrderOfTheirArrival() throws Exception {
    String first = addedTo(queue);
    String second = addedTo(queueAt(START.plusMillis(1)));

    assertThat(queue.pending()).isEqualTo(2);
    assertThat(queue.claim()).extracting(Claim::id, Claim::file).containsExactly(first, "a.gcode");
    assertThat(queue.claim()).extracting(Claim::id).isEqualTo(second);
    assertThat(queue.claim()).isNull();
    assertThat(queue.pending()).isZero();
  }

  @Test
  void ofManyWorkersOneHasTheJob() throws Exception {
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      added.add(addedTo(queue));
    }
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> taken = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        JobQueue own = queueAt(START);
        taken.add(workers.submit(() -> takenFrom(own)));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> ids : taken) {
        all.addAll(ids.get());
      }
      assertThat(all).containsExactlyInAnyOrderElementsOf(added);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void theStateIsWhatUsersAreTold() throws Exception {
    String id = addedTo(queue);
    assertThat(queue.state(id)).isEqualTo(JobState.PENDING);

    Claim claim = claimed(queue);
    assertThat(queue.state(id)).isEqualTo(JobState.PROCESSING);

    assertThat(queue.end(claim, JobState.TIMEOUT)).isTrue();
    assertThat(queue.state(id)).isEqualTo(JobState.TIMEOUT);
  }

  @Test
  void aJobWhoseLeaseLastsIsNotTakenAway() throws Exception {
    addedTo(queue);
    queue.claim();

    assertThat(queueAt(START.plus(LEASE)).claim()).isNull();
  }

  @Test
  void aJobOfADeadWorkerIsFoundByAnother() throws Exception {
    String id = addedTo(queue);
    Claim dead = queue.claim();

    Claim found = queueAt(START.plus(LEASE).plusMillis(1)).claim();

    assertThat(dead).extracting(Claim::attempt).isEqualTo(1);
    assertThat(found).extracting(Claim::id, Claim::attempt).containsExactly(id, 2);
    assertThat(found).extracting(Claim::file).isEqualTo("a.gcode");
  }

  @Test
  void aWorkerThatWasTakenForDeadLearnsOfIt() throws Exception {
    String id = addedTo(queue);
    Claim slow = claimed(queue);
    Claim found = claimed(queueAt(START.plus(LEASE).plusMillis(1)));

    assertThat(queue.end(slow, JobState.COMPLETED)).isFalse();
    assertThat(queue.state(id)).isEqualTo(JobState.PROCESSING);
    assertThat(queue.end(found, JobState.ERROR)).isTrue();
    assertThat(queue.state(id)).isEqualTo(JobState.ERROR);
  }

  @Test
  void anIdThatLeadsElsewhereIsNoJob() throws Exception {
    String id = addedTo(queue);

    assertThat(queue.state("../pending/" + id)).isNull();
    assertThat(queue.state("")).isNull();
    assertThat(queue.state("0".repeat(20))).isNull();
  }

  private JobQueue queueAt(Instant now) throws IOException {
    return new JobQueue(directory, Clock.fixed(now, ZoneOffset.UTC), LEASE);
  }

  private static String addedTo(JobQueue queue) throws IOException {
    String id = queue.newId();
    queue.add(id, "a.gcode");
    return id;
  }

  private static Claim claimed(JobQueue queue) throws IOException {
    return Objects.requireNonNull(queue.claim(), "nothing to claim");
  }

  private static List<String> takenFrom(JobQueue queue) throws IOException {
    List<String> ids = new ArrayList<>();
    for (Claim claim = queue.claim(); claim != null; claim = queue.claim()) {
      ids.add(claim.id());
    }
    return ids;
  }
}
