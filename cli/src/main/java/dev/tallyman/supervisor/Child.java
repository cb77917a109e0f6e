package dev.tallyman.supervisor;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place in the fleet, and the process that fills it now.
 *
 * <p>Threading: confined to the supervisor's loop.
 *
 * <p>Failure: a process that dies, or can't even be started, is waited for and started again.
 */
final class Child {
  private enum State {
    /** No process, and none is wanted. */
    STOPPED,
    /** No process; one is due. */
    WAITING,
    /** A process that is meant to live. */
    RUNNING,
    /** SIGTERM was sent; SIGKILL is due. */
    STOPPING,
    /** SIGKILL was sent; what then still seems to live is not waited for when due. */
    KILLED
  }

  private static final long KILLED_LINGER_MILLIS = 2_000;
  private static final long LEFTOVER_POLL_MILLIS = 10;

  private final ChildPlan plan;
  private final Timings timings;
  private final EventLoop loop;
  private final Console console;

  private State state = State.WAITING;
  private @Nullable ChildProcess process;
  private List<ProcessHandle> descendants = List.of();
  private long startedAt;
  private long dueAt;
  private boolean ready;
  private boolean startAgain;
  private boolean wasUp;
  private int deathsInARow;

  Child(ChildPlan plan, Timings timings, EventLoop loop, Console console) {
    this.plan = plan;
    this.timings = timings;
    this.loop = loop;
    this.console = console;
  }

  String name() {
    return plan.name();
  }

  /** Neither runs nor will. */
  boolean isStopped() {
    return state == State.STOPPED;
  }

  /** Runs and does its work, as far as can be told. */
  boolean isReady() {
    return state == State.RUNNING && ready;
  }

  /** Whether it ever lived for the steady time. */
  boolean wasUp() {
    return wasUp;
  }

  /** Deaths that nobody asked for, since it last lived for the steady time. */
  int deathsInARow() {
    return deathsInARow;
  }

  /** When {@link #tick} has to be called at the latest. */
  long nextTick() {
    return switch (state) {
      case STOPPED -> Long.MAX_VALUE;
      case WAITING -> dueAt;
      case RUNNING -> Math.min(settledAt(), steadyAt());
      // Orphans are nobody's children here: there is no event when they end.
      case STOPPING, KILLED -> process == null ? loop.now() + LEFTOVER_POLL_MILLIS : dueAt;
    };
  }

  /** Does what is due. */
  void tick() {
    long now = loop.now();
    switch (state) {
      case STOPPED -> {}
      case WAITING -> {
        if (now >= dueAt) {
          start(now);
        }
      }
      case RUNNING -> observe(now);
      case STOPPING, KILLED -> finishStop(now);
    }
  }

  /** Ends it: SIGTERM now, SIGKILL after the grace time. */
  void stop(long graceMillis) {
    startAgain = false;
    if (state == State.WAITING) {
      state = State.STOPPED;
    } else if (state == State.RUNNING && process != null) {
      state = State.STOPPING;
      dueAt = loop.now() + graceMillis;
      descendants = process.descendants();
      process.terminate();
    } else if (state == State.STOPPING) {
      dueAt = Math.min(dueAt, loop.now() + graceMillis);
    }
  }

  /** Ends it as {@link #stop} does, and starts another in its place once it is gone. */
  void replace() {
    deathsInARow = 0;
    if (state == State.WAITING) {
      dueAt = loop.now();
    } else {
      stop(timings.graceMillis());
      startAgain = true;
    }
  }

  /** SIGKILL, at once, to all that is left of it. */
  void kill() {
    if (process != null) {
      List<ProcessHandle> young = process.descendants();
      process.kill();
      young.forEach(ProcessHandle::destroyForcibly);
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    if (state == State.WAITING) {
      state = State.STOPPED;
    } else if (state != State.STOPPED) {
      state = State.KILLED;
      dueAt = loop.now() + KILLED_LINGER_MILLIS;
    }
  }

  private void start(long now) {
    startedAt = now;
    try {
      process = ChildProcess.start(plan, console, new Listener());
      descendants = List.of();
      ready = false;
      state = State.RUNNING;
    } catch (IOException e) {
      died("could not be started: " + e.getMessage(), now);
    }
  }

  private long settledAt() {
    return ready || plan.kin().saysReady() ? Long.MAX_VALUE : startedAt + timings.settleMillis();
  }

  private long steadyAt() {
    return wasUp && deathsInARow == 0
        ? Long.MAX_VALUE
        : startedAt + timings.restarts().steadyMillis();
  }

  private void observe(long now) {
    ready |= now >= settledAt();
    if (now >= steadyAt()) {
      wasUp = true;
      deathsInARow = 0;
    }
  }

  private void ended(ChildProcess which, int exitCode) {
    if (which != process) {
      return;
    }
    long now = loop.now();
    if (state == State.RUNNING) {
      observe(now);
      process = null;
      died("ended with " + Wording.exit(exitCode), now);
    } else {
      process = null;
      descendants.forEach(ProcessHandle::destroy);
      finishStop(now);
    }
  }

  private void died(String how, long now) {
    deathsInARow++;
    long waitMillis = timings.restarts().waitMillis(deathsInARow);
    state = State.WAITING;
    dueAt = now + waitMillis;
    String lived = Wording.span(now - startedAt);
    console.say(
        Console.Stream.ERR,
        "%s %s after %s; to start again in %s"
            .formatted(name(), how, lived, Wording.span(waitMillis)));
  }

  private void finishStop(long now) {
    boolean due = now >= dueAt;
    boolean gone = process == null && descendants.stream().noneMatch(ProcessHandle::isAlive);
    // An orphan that nobody reaps looks alive for ever.
    boolean writtenOff = process == null && state == State.KILLED && due;
    if (gone || writtenOff) {
      descendants = List.of();
      state = startAgain ? State.WAITING : State.STOPPED;
      startAgain = false;
      dueAt = now;
    } else if (due) {
      if (state == State.STOPPING) {
        console.say(
            Console.Stream.ERR, name() + " did not end in time after SIGTERM: sending SIGKILL");
      }
      kill();
    }
  }

  /** Brings what becomes of a process into the loop; by then another one may be in its place. */
  private final class Listener implements ChildProcess.Listener {
    @Override
    public void ready(ChildProcess which) {
      loop.execute(() -> ready |= which == process);
    }

    @Override
    public void ended(ChildProcess which, int exitCode) {
      loop.execute(() -> Child.this.ended(which, exitCode));
    }
  }
}
