package dev.tallyman.bridge;

/**
 * Who may copy a registry, where the application has a bridge of its own and the agent is there
 * too: whoever came first, for good, or everything would be counted twice. Each of them has this
 * class from a class loader of its own; what they have in common is the JVM's system properties.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; an application that replaces all system properties ends what was claimed.
 */
public enum Claimant {
  /** The agent. */
  AGENT,
  /** The application's own {@link RegistryBridge}s; there may be several of one registry. */
  BRIDGE;

  private static final String PROPERTY = "dev.tallyman.bridge.";

  /** Whether the registry is this claimant's now. */
  public boolean claims(Object registry) {
    String property = PROPERTY + Integer.toHexString(System.identityHashCode(registry));
    Object before = System.getProperties().putIfAbsent(property, name());
    return before == null || before.equals(name());
  }
}
