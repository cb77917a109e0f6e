package dev.tallyman.cli;

import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any program, as given to {@code up}.
 *
 * @param command the program and its arguments
 */
record CommandProgram(List<String> command) implements WorkerProgram {
  @Override
  public ChildPlan.Kin kin() {
    return ChildPlan.Kin.THEIRS;
  }

  @Override
  public List<String> command(Map<String, String> environment, long graceMillis) {
    return command;
  }

  @Override
  public Optional<Service> service() {
    return Optional.empty();
  }

  @Override
  public void check(Map<String, String> environment) throws RefusedException {
    Preflight.requireProgram(command, environment.getOrDefault("PATH", ""));
  }
}
