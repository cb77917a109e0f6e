package dev.tallyman.agent;

/** A tool that has no metrics of its own. */
final class Tool {
  private Tool() {}

  /**
   * Prints a line to each stream.
   *
   * @param args how many milliseconds it lives, and its exit code
   */
  public static void main(String[] args) {
    System.out.println("out");
    System.err.println("err");
    Job.rest(Long.parseLong(args[0]));
    System.exit(Integer.parseInt(args[1]));
  }
}
