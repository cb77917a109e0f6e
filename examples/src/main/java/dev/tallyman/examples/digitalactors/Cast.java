package dev.tallyman.examples.digitalactors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The characters that there are, by scene.
 *
 * <p>Threading: immutable.
 */
final class Cast {
  private final List<Role> roles;

  private Cast(List<Role> roles) {
    this.roles = List.copyOf(roles);
  }

  /** Five characters in three scenes, who think with models of two providers. */
  static Cast create() {
    SimulatedModel sonnet = new SimulatedModel("anthropic", "claude-sonnet", 450);
    SimulatedModel haiku = new SimulatedModel("anthropic", "claude-haiku", 200);
    SimulatedModel gpt = new SimulatedModel("openai", "gpt-4o", 400);
    SimulatedModel mini = new SimulatedModel("openai", "gpt-4o-mini", 250);
    return new Cast(
        List.of(
            new Role("office", "clara", sonnet, List.of("Do sit down.", "Who let you in here?")),
            new Role("office", "hector", mini, List.of("The printer is out.", "Ask Clara.")),
            new Role("tavern", "bard", gpt, List.of("I know a song of that.", "Another round!")),
            new Role("tavern", "innkeeper", haiku, List.of("We are full.", "Wipe your boots.")),
            new Role(
                "lighthouse", "mara", sonnet, List.of("The fog comes in.", "Hear the horn?"))));
  }

  /** Who plays the character in the scene, if anybody does. */
  Optional<Role> find(String scene, String character) {
    return roles.stream()
        .filter(role -> role.scene().equals(scene) && role.character().equals(character))
        .findAny();
  }

  List<Role> roles() {
    return roles;
  }

  /** The names of the characters in each scene. */
  Map<String, List<String>> scenes() {
    Map<String, List<String>> scenes = new LinkedHashMap<>();
    for (Role role : roles) {
      scenes.computeIfAbsent(role.scene(), scene -> new ArrayList<>()).add(role.character());
    }
    return scenes;
  }
}
