package dev.tallyman.cli;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * How to reach a server, given the address that it binds.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a host that can't be resolved stands for itself.
 *
 * @param host what the server binds
 * @param isAny whether that means every address of this host
 * @param port the port
 */
record Address(String host, boolean isAny, int port) {

  static Address of(String host, int port) {
    InetSocketAddress bound = new InetSocketAddress(host, port);
    boolean isAny = !bound.isUnresolved() && bound.getAddress().isAnyLocalAddress();
    return new Address(host, isAny, port);
  }

  /** As people type it. */
  URI shown(String path) {
    return at(isAny ? "localhost" : host, path);
  }

  /** As another process of this host reaches it, without asking for a name. */
  URI local(String path) {
    return at(isAny ? "127.0.0.1" : host, path);
  }

  private URI at(String name, String path) {
    String bracketed = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
    return URI.create("http://" + bracketed + ":" + port + path);
  }
}
