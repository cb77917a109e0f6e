package dev.tallyman.supervisor;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a fleet up: starts it, restarts what dies, replaces the workers one by one when asked to,
 * and ends it in order, the aggregator last, so that it still counts what the workers did last.
 *
 * <p>Threading: {@link #run} is the loop and belongs to one thread; {@link #roll} and {@link #stop}
 * are requests, safe for all threads and for signal handlers.
 *
 * <p>Failure: whatever leaves {@link #run}, also an exception, leaves no process behind.
 */
public final class Supervisor {
  /** The fleet was ended because somebody asked for it. */
  public static final int EXIT_STOPPED = 0;

  /** The fleet could not be held up. */
  public static final int EXIT_GAVE_UP = 1;

  private static final long HASTENED_GRACE_MILLIS = 1_000;

  private enum Phase {
    UP,
    WORKERS_END,
    AGGREGATOR_ENDS,
    DOWN
  }

  private final FleetPlan plan;
  private final Console console;
  private final EventLoop loop = new EventLoop();
  private final Child aggregator;
  private final List<Child> workers;
  private final Announcer announcer;

  private Phase phase = Phase.UP;
  private int exitCode = EXIT_STOPPED;
  private int stopRequests;
  private @Nullable RollingRestart roll;
  private boolean rollAgain;

  /** A supervisor that writes to this process's own outputs. */
  public Supervisor(FleetPlan plan) {
    this(plan, Console.ofThisProcess());
  }

  Supervisor(FleetPlan plan, Console console) {
    this.plan = plan;
    this.console = console;
    this.aggregator = child(plan.aggregator());
    this.workers = plan.workers().stream().map(this::child).toList();
    this.announcer = new Announcer(plan.endpoints(), console);
  }

  /**
   * Runs the fleet until it is stopped or given up.
   *
   * @return {@link #EXIT_STOPPED} or {@link #EXIT_GAVE_UP}
   */
  public int run() throws InterruptedException {
    announcer.start();
    try {
      while (phase != Phase.DOWN) {
        everyone().forEach(Child::tick);
        advance();
        loop.runUntil(nextTick());
      }
      return exitCode;
    } finally {
      announcer.stop();
      everyone().forEach(Child::kill);
    }
  }

  /** Asks for every worker to be replaced, one at a time. */
  public void roll() {
    loop.execute(() -> rollAgain = true);
  }

  /**
   * Asks for the end: SIGTERM to the workers, after the grace time SIGKILL, then the same for the
   * aggregator. A second request kills the workers at once, a third one also the aggregator.
   */
  public void stop() {
    loop.execute(this::stopNow);
  }

  private Child child(ChildPlan childPlan) {
    return new Child(childPlan, plan.timings(), loop, console);
  }

  private Stream<Child> everyone() {
    return Stream.concat(Stream.of(aggregator), workers.stream());
  }

  private long nextTick() {
    if (phase == Phase.DOWN) {
      return 0;
    }
    long children = everyone().mapToLong(Child::nextTick).min().orElse(Long.MAX_VALUE);
    return roll == null ? children : Math.min(children, roll.nextTick());
  }

  private void advance() {
    switch (phase) {
      case UP -> {
        advanceRoll();
        giveUpIfHopeless();
      }
      case WORKERS_END -> {
        if (workers.stream().allMatch(Child::isStopped)) {
          phase = Phase.AGGREGATOR_ENDS;
          aggregator.stop(stopRequests > 1 ? HASTENED_GRACE_MILLIS : plan.timings().graceMillis());
          advance();
        }
      }
      case AGGREGATOR_ENDS -> {
        if (aggregator.isStopped()) {
          phase = Phase.DOWN;
        }
      }
      case DOWN -> {}
    }
  }

  private void advanceRoll() {
    if (roll == null && rollAgain) {
      rollAgain = false;
      roll = new RollingRestart(workers, plan.timings(), loop, console);
    }
    if (roll != null && roll.advance()) {
      roll = null;
      if (rollAgain) {
        advanceRoll();
      }
    }
  }

  private void giveUpIfHopeless() {
    boolean workersWereUp = workers.stream().anyMatch(Child::wasUp);
    if (hopeless(aggregator, aggregator.wasUp())) {
      giveUp("the aggregator");
    } else if (workers.stream().allMatch(worker -> hopeless(worker, workersWereUp))) {
      giveUp("every worker");
    }
  }

  private boolean hopeless(Child child, boolean wasUp) {
    return child.deathsInARow() >= plan.timings().restarts().limit(wasUp);
  }

  private void giveUp(String who) {
    console.say(Console.Stream.ERR, "giving up: " + who + " dies again and again");
    exitCode = EXIT_GAVE_UP;
    stopNow();
  }

  private void stopNow() {
    stopRequests++;
    if (stopRequests == 1) {
      announcer.stop();
      roll = null;
      phase = Phase.WORKERS_END;
      workers.forEach(worker -> worker.stop(plan.timings().graceMillis()));
    } else {
      workers.forEach(Child::kill);
      if (stopRequests > 2) {
        aggregator.kill();
      } else if (phase == Phase.AGGREGATOR_ENDS) {
        aggregator.stop(HASTENED_GRACE_MILLIS);
      }
    }
  }
}
