package dev.tallyman.supervisor;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * A socket that the supervisor listens on and all workers accept from: its queue outlives every one
 * of them, so a connection that nobody has accepted yet is lost by no worker's end. (With a socket
 * for each worker, the kernel resets what is in the queue of the one that closes.)
 *
 * <p>It becomes the standard input of this process, which workers inherit and find by {@link
 * System#inheritedChannel}. Nobody reads the supervisor's own standard input.
 *
 * <p>Threading: once, before workers are started.
 *
 * <p>Failure: none; where it can't be done, every worker has to listen for itself.
 */
public final class SharedListener {
  private static final System.Logger LOG = System.getLogger(SharedListener.class.getPackageName());
  private static final Set<String> KNOWN_MACHINES = Set.of("amd64", "x86_64", "aarch64");

  private static final int STANDARD_INPUT = 0;
  private static final int BACKLOG = 1_024;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int LENGTH_OF_4 = 16;
  private static final int LENGTH_OF_6 = 28;

  private final NativeLibrary kernel = NativeLibrary.getProcess();

  private SharedListener() {}

  /** Listens; false if that can't be shared here. */
  public static boolean open(String host, int port) {
    if (!System.getProperty("os.name").equals("Linux")
        || !KNOWN_MACHINES.contains(System.getProperty("os.arch"))) {
      return false;
    }
    try {
      return new SharedListener().listen(InetAddress.getByName(host), port);
    } catch (UnknownHostException | RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "no shared listener", e);
      return false;
    }
  }

  private boolean listen(InetAddress address, int port) {
    // As Java does: on all addresses means those of both families.
    boolean both = address.isAnyLocalAddress();
    if ((both || address instanceof Inet6Address) && listen(AF_INET6, address, port)) {
      return true;
    }
    return !(address instanceof Inet6Address) && listen(AF_INET, address, port);
  }

  private boolean listen(int family, InetAddress address, int port) {
    int socket = call("socket", family, SOCK_STREAM, 0);
    if (socket < 0) {
      return false;
    }
    try (Memory one = new Memory(Integer.BYTES);
        Memory name = name(family, address, port)) {
      one.setInt(0, 1);
      boolean listens =
          call("setsockopt", socket, SOL_SOCKET, SO_REUSEADDR, one, Integer.BYTES) == 0
              && (family == AF_INET || allowBoth(socket))
              && call("bind", socket, name, Math.toIntExact(name.size())) == 0
              && call("listen", socket, BACKLOG) == 0
              && call("dup2", socket, STANDARD_INPUT) == STANDARD_INPUT;
      return call("close", socket) == 0 && listens;
    }
  }

  private boolean allowBoth(int socket) {
    try (Memory zero = new Memory(Integer.BYTES)) {
      zero.setInt(0, 0);
      return call("setsockopt", socket, IPPROTO_IPV6, IPV6_V6ONLY, zero, Integer.BYTES) == 0;
    }
  }

  /** A {@code sockaddr_in} or {@code sockaddr_in6}. */
  private static Memory name(int family, InetAddress address, int port) {
    Memory name = new Memory(family == AF_INET ? LENGTH_OF_4 : LENGTH_OF_6);
    name.clear();
    name.setShort(0, (short) family);
    name.setByte(2, (byte) (port >> Byte.SIZE));
    name.setByte(3, (byte) port);
    byte[] bytes = address.getAddress();
    if (family == AF_INET) {
      name.write(4, bytes, 0, bytes.length);
    } else if (address instanceof Inet6Address six) {
      name.write(8, bytes, 0, bytes.length);
      name.setInt(24, six.getScopeId());
    }
    return name;
  }

  private int call(String function, Object... arguments) {
    return kernel.getFunction(function).invokeInt(arguments);
  }
}
