package dev.tallyman.supervisor;

import java.net.URI;

/**
 * An address that the fleet answers on once it is up.
 *
 * <p>Threading: immutable.
 *
 * @param label what is there, in a word
 * @param shown the address for people
 * @param probe the address that is asked until it answers 200
 */
public record Endpoint(String label, URI shown, URI probe) {}
