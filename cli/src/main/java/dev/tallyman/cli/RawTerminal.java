package dev.tallyman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that this process was started from, as a page that is drawn over and over. It is set
 * by {@code stty}, and put back as it was, also if the process is ended by a signal.
 *
 * <p>Threading: one thread draws; keys are handed over on a thread of their own.
 *
 * <p>Failure: an {@link IOException} if it can't be set.
 */
final class RawTerminal implements AutoCloseable {
  /** The key that quits. */
  static final char QUIT = 'q';

  /** Stands for a change of size; no key. */
  static final char RESIZED = 0;

  private static final Size USUAL = new Size(24, 80);
  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");
  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String FROM_THE_TOP = "\033[H";
  private static final String REST_OF_LINE_EMPTY = "\033[K";
  private static final String REST_EMPTY = "\033[J";

  private final PrintStream out = new PrintStream(System.out, false, UTF_8);
  private final String settings;
  private final Thread atExit = new Thread(this::restore, "terminal");

  /** How much fits. */
  record Size(int rows, int columns) {}

  private RawTerminal(String settings) {
    this.settings = settings;
  }

  /** Whether both input and output are a terminal. */
  static boolean isThere() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 0 && test -t 1").inheritIO().start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes the terminal; the consumer hears of keys, each lower-case. */
  static RawTerminal open(Consumer<Character> keys) throws IOException {
    RawTerminal terminal = new RawTerminal(stty("-g"));
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    String unused = stty("-icanon", "-echo", "min", "1");
    terminal.out.print(ENTER);
    terminal.out.flush();
    Thread reader = new Thread(() -> read(keys), "keys");
    reader.setDaemon(true);
    reader.start();
    return terminal;
  }

  private static void read(Consumer<Character> keys) {
    InputStream in = System.in;
    try {
      for (int key = in.read(); key >= 0; key = in.read()) {
        keys.accept(Character.toLowerCase((char) key));
      }
    } catch (IOException e) {
      System.getLogger(RawTerminal.class.getName())
          .log(System.Logger.Level.DEBUG, "no more keys", e);
    }
    // Nobody is left who could quit.
    keys.accept(QUIT);
  }

  Size size() throws IOException {
    Matcher size = SIZE.matcher(stty("size"));
    if (!size.find()) {
      return USUAL;
    }
    int rows = Integer.parseInt(size.group(1));
    int columns = Integer.parseInt(size.group(2));
    return rows > 0 && columns > 0 ? new Size(rows, columns) : USUAL;
  }

  /** Draws over what was there; what does not fit is left out. */
  void draw(String text, Size size) {
    List<String> lines = text.lines().limit(size.rows()).toList();
    StringBuilder page = new StringBuilder(FROM_THE_TOP);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      page.append(line, 0, Math.min(line.length(), size.columns())).append(REST_OF_LINE_EMPTY);
      page.append(i < lines.size() - 1 ? "\n" : "");
    }
    out.print(page.append(REST_EMPTY));
    out.flush();
  }

  private static String stty(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    Collections.addAll(command, arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("the terminal can't be set: " + answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return answer;
  }

  private void restore() {
    out.print(LEAVE);
    out.flush();
    try {
      String unused = stty(settings);
    } catch (IOException e) {
      System.getLogger(RawTerminal.class.getName())
          .log(System.Logger.Level.DEBUG, "the terminal stays as it is", e);
    }
  }

  @Override
  public void close() {
    restore();
    boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
