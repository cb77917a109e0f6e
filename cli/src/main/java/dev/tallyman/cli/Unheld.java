package dev.tallyman.cli;

import dev.tallyman.owner.HeldException;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;

/** Finds out beforehand what another aggregator has. */
final class Unheld {
  private Unheld() {}

  /** A look at who has what was asked for. */
  interface Look {
    void run() throws IOException;
  }

  /** Refuses what another process has, in the words of the look. */
  static void require(String asked, Look look) throws RefusedException {
    try {
      look.run();
    } catch (HeldException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new RefusedException(asked + " can't be used: " + e);
    }
  }
}
