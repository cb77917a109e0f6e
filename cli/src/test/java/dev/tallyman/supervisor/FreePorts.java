package dev.tallyman.supervisor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for the programs that tests start. They lie below the range from which Linux serves those
 * who ask for any port, so no connection takes one before its program has bound it; and none is
 * given twice, nor to two processes that run tests beside each other.
 */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int EPHEMERAL = 32_768;
  private static final int FORKS = 4;
  private static final int FORK = Integer.getInteger("tallyman.test.fork", 0);
  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePorts() {}

  /** A port that nobody listens on. */
  public static synchronized int next() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, EPHEMERAL);
      if (port % FORKS == FORK % FORKS && isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    }
  }
}
