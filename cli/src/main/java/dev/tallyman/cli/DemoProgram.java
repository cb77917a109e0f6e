package dev.tallyman.cli;

import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system's service, and its visitors beside it. They are in a jar of their own, since what they
 * need, a database say, has no place in the product.
 *
 * @param demo the system
 * @param listener where all its workers listen
 * @param data the files that they share
 */
record DemoProgram(Demo demo, Fleet.Listener listener, Path data) implements WorkerProgram {
  /** Set by the launcher: the class path of the examples. */
  static final String EXAMPLES_PROPERTY = "tallyman.examples";

  private static final String MAIN = "dev.tallyman.examples.Main";

  @Override
  public ChildPlan.Kin kin() {
    return ChildPlan.Kin.OURS;
  }

  @Override
  public List<String> command(Map<String, String> environment, long graceMillis)
      throws RefusedException {
    return java(
        "serve",
        demo.word(),
        listener.host().required(),
        Integer.toString(listener.port().port()),
        data.toAbsolutePath().toString(),
        Fleet.workersPatience(graceMillis));
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new Service(demo.word(), listener));
  }

  @Override
  public List<ChildPlan> companions(Map<String, String> environment) throws RefusedException {
    String site = listener.address().local("/").toString();
    return List.of(
        new ChildPlan(
            "visitors", java("visit", demo.word(), site), Map.of(), ChildPlan.Kin.THEIRS));
  }

  @Override
  public void check(Map<String, String> environment) throws RefusedException {
    for (String entry : classPath().split(java.io.File.pathSeparator, -1)) {
      if (!Files.exists(Path.of(entry))) {
        throw new RefusedException("the examples are not there: " + entry);
      }
    }
  }

  private static String classPath() throws RefusedException {
    String path = System.getProperty(EXAMPLES_PROPERTY);
    if (path == null) {
      throw new RefusedException(
          "the examples are not there: they are built and run in a checkout, by ./tallyman demo");
    }
    return path;
  }

  private static List<String> java(String... arguments) throws RefusedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
    command.addAll(OwnProgram.nativeAccess(Runtime.version().feature()));
    command.addAll(List.of("-cp", classPath(), MAIN));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
