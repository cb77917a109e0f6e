package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A supervised fleet of shell scripts, for tests; closing it leaves nothing running. */
final class Fleet implements AutoCloseable {
  /** As in production, but for tests that can't wait. */
  static final Timings QUICK =
      new Timings(5_000, 100, 5_000, new RestartLaw(10, 40, 1_000, new RestartLaw.Patience(4, 8)));

  /** A process that lives until it is told to end. */
  static final String IDLE = "exec sleep 1000";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final Supervisor supervisor;

  private Fleet(FleetPlan plan) {
    supervisor = new Supervisor(plan, new Console(out, err));
    Thread thread =
        new Thread(
            () -> {
              try {
                exitCode.complete(supervisor.run());
              } catch (Throwable e) {
                exitCode.completeExceptionally(e);
              }
            },
            "fleet");
    thread.start();
  }

  /** Starts an aggregator and workers, each a shell script. */
  static Fleet start(Timings timings, String aggregator, String... workers) {
    return start(plan(timings, aggregator, workers));
  }

  static Fleet start(FleetPlan plan) {
    return new Fleet(plan);
  }

  static FleetPlan plan(Timings timings, String aggregator, String... workers) {
    List<ChildPlan> plans = new ArrayList<>();
    for (String worker : workers) {
      plans.add(script("worker-" + (plans.size() + 1), worker));
    }
    return new FleetPlan(script("aggregator", aggregator), plans, List.of(), timings);
  }

  private static ChildPlan script(String name, String script) {
    return new ChildPlan(
        name, List.of("sh", "-c", script), Map.of("NAME", name), ChildPlan.Kin.THEIRS);
  }

  Supervisor supervisor() {
    return supervisor;
  }

  String out() {
    return out.toString(Charset.defaultCharset());
  }

  String err() {
    return err.toString(Charset.defaultCharset());
  }

  void awaitOut(String regex) {
    await("standard output with " + regex, () -> Pattern.compile(regex).matcher(out()).find());
  }

  void awaitErr(String regex) {
    await("standard error with " + regex, () -> Pattern.compile(regex).matcher(err()).find());
  }

  /** Waits for the end. */
  int exitCode() {
    await("the end", exitCode::isDone);
    return exitCode.join();
  }

  /** Stops it in order. */
  int stop() {
    supervisor.stop();
    return exitCode();
  }

  void await(String what, BooleanSupplier condition) {
    awaitFor(() -> what + "; out:\n" + out() + "\nerr:\n" + err(), condition);
  }

  static void awaitFor(Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what.get()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < 3; i++) {
      supervisor.stop();
    }
    await("the end", exitCode::isDone);
  }
}
