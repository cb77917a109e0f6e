package dev.tallyman.examples.digitalactors;

import java.util.List;

/**
 * A character in a scene.
 *
 * <p>Threading: immutable.
 *
 * @param scene where it is
 * @param character its name
 * @param model what it thinks with
 * @param lines what it may say
 */
record Role(String scene, String character, SimulatedModel model, List<String> lines) {
  Role {
    lines = List.copyOf(lines);
  }
}
