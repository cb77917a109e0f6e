package dev.tallyman.cli;

import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.supervisor.Signals;
import java.io.IOException;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tallyman top}: workers and endpoints in the terminal, asked of a dashboard.
 *
 * <p>Threading: one run in a process; a daemon thread reads keys.
 *
 * <p>Failure: a dashboard that does not answer is said on the screen and asked again; with {@code
 * --once}, and without a terminal, it is the end.
 */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Shows the workers, and the endpoints by rate and latency, as a dashboard tells of them.",
      "CALLS/S is since the look before, AVERAGE and P95 are of the last five minutes, or since"
          + " counting began where no history tells (ALL); ERRORS and CALLS are since counting"
          + " began.",
      "q quits. Without a terminal it writes one table and ends."
    },
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class TopCommand implements Callable<Integer> {
  /** Rates need two looks; between these there is so much time if nobody waits for more. */
  private static final long FIRST_LOOK_MILLIS = 1_000;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "the dashboard (default: http://127.0.0.1:8000)")
  private @Nullable String url;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "time from one look to the next (default: 2)")
  private @Nullable String every;

  @Option(names = "--once", description = "write one table and end")
  private boolean once;

  @Mixin private TokenFlag token = new TokenFlag();

  @Override
  public Integer call() throws RefusedException, IOException, InterruptedException {
    URI address =
        Input.flag("--url", url)
            .orDefault("http://127.0.0.1:" + DashboardConfig.DEFAULT_PORT)
            .address();
    long pauseMillis = Input.flag("--every", every).orDefault(2).number(1, 3_600) * 1_000L;
    TopSource source = new TopSource(address, token.in(System.getenv()).text());
    if (once || !RawTerminal.isThere()) {
      writeOnce(source);
    } else {
      show(source, pauseMillis);
    }
    return Main.EXIT_OK;
  }

  private static void writeOnce(TopSource source) throws IOException, InterruptedException {
    TopLook first = source.look();
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    try {
      TopLook second = later.schedule(source::look, FIRST_LOOK_MILLIS, TimeUnit.MILLISECONDS).get();
      System.out.print(new TopScreen(second.since(first)).all());
      System.out.flush();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e);
    } finally {
      later.shutdown();
    }
  }

  private static void show(TopSource source, long pauseMillis)
      throws IOException, InterruptedException {
    BlockingQueue<Character> keys = new LinkedBlockingQueue<>();
    try (RawTerminal terminal = RawTerminal.open(keys::add)) {
      Signals.on("TERM", () -> keys.add(RawTerminal.QUIT));
      Signals.on("INT", () -> keys.add(RawTerminal.QUIT));
      Signals.on("WINCH", () -> keys.add(RawTerminal.RESIZED));
      TopLook before = null;
      TopScreen screen = null;
      long nextLook = System.nanoTime();
      while (true) {
        if (System.nanoTime() - nextLook >= 0) {
          long pause = before == null ? FIRST_LOOK_MILLIS : pauseMillis;
          nextLook = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
          try {
            TopLook look = source.look();
            screen = new TopScreen(before == null ? look : look.since(before));
            before = look;
            draw(terminal, screen, "");
          } catch (IOException e) {
            draw(terminal, screen, e.getMessage() + "; asking again");
          }
        }
        Character key = keys.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (key != null && key == RawTerminal.QUIT) {
          return;
        }
        if (key != null && key == RawTerminal.RESIZED) {
          draw(terminal, screen, "");
        }
      }
    }
  }

  private static void draw(RawTerminal terminal, @Nullable TopScreen screen, String trouble)
      throws IOException {
    RawTerminal.Size size = terminal.size();
    String time = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString();
    String head = trouble.isEmpty() ? "q quits, " + time : trouble;
    terminal.draw(screen == null ? head : head + "\n" + screen.fitting(size.rows() - 1), size);
  }
}
