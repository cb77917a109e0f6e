package dev.tallyman.examples.digitalactors;

import dev.tallyman.examples.visitors.Site;
import dev.tallyman.examples.visitors.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Those who talk to the characters: most of them sensibly, and one for each thing that can go
 * wrong.
 *
 * <p>Threading: immutable.
 */
final class Audience {
  private static final int MESSAGES = 5;
  private static final List<String> QUESTIONS =
      List.of("Who are you?", "What is going on here?", "Can you help me?", "And then?");

  private Audience() {}

  static List<Visitor> of(Cast cast) {
    List<Visitor> visitors = new ArrayList<>();
    for (Role role : cast.roles()) {
      for (String guest : List.of("ann", "bob")) {
        String name = guest + "-" + role.character();
        visitors.add(visitor(name, 2_000, (site, random) -> talk(site, random, role, name)));
      }
    }
    visitors.add(
        visitor("muddler", 5_000, (site, random) -> muddle(site, random, any(cast, random))));
    visitors.add(visitor("stutterer", 5_000, (site, random) -> repeat(site, any(cast, random))));
    visitors.add(
        visitor(
            "poisoner", 5_000, (site, random) -> ask(site, any(cast, random), "Which poison?")));
    visitors.add(
        visitor("listener", 5_000, (site, random) -> ask(site, any(cast, random), "A story!")));
    visitors.add(visitor("quitter", 5_000, (site, random) -> quit(site, any(cast, random))));
    visitors.add(visitor("reader", 3_000, Audience::read));
    return visitors;
  }

  private static Role any(Cast cast, Random random) {
    return cast.roles().get(random.nextInt(cast.roles().size()));
  }

  private static void talk(Site site, Random random, Role role, String name)
      throws IOException, InterruptedException {
    try (Conversation conversation = new Conversation(site)) {
      for (int i = 0; i < MESSAGES; i++) {
        String question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
        conversation.say(message(name, role, question));
      }
    }
  }

  /** Says what can't be answered, and never the same. */
  private static void muddle(Site site, Random random, Role role)
      throws IOException, InterruptedException {
    try (Conversation conversation = new Conversation(site)) {
      switch (random.nextInt(4)) {
        case 0 -> conversation.sayAnything("hello?");
        case 1 -> conversation.say(message("muddler", role, ""));
        case 2 -> conversation.say(message("muddler", role, "x".repeat(Message.LONGEST_TEXT + 1)));
        default ->
            conversation.say(
                new Message(id(), "muddler", "scene-" + random.nextInt(), "nobody", "Hello?"));
      }
    }
  }

  /** Says the same twice, which the database refuses. */
  private static void repeat(Site site, Role role) throws IOException, InterruptedException {
    try (Conversation conversation = new Conversation(site)) {
      Message message = message("stutterer", role, "Did you hear me?");
      conversation.say(message);
      conversation.say(message);
    }
  }

  private static void ask(Site site, Role role, String question)
      throws IOException, InterruptedException {
    try (Conversation conversation = new Conversation(site)) {
      conversation.say(message("guest", role, question));
    }
  }

  private static void quit(Site site, Role role) throws IOException, InterruptedException {
    try (Conversation conversation = new Conversation(site)) {
      conversation.sayAndHangUp(message("quitter", role, "Is anybody there?"));
    }
  }

  private static void read(Site site, Random random) throws IOException, InterruptedException {
    List<String> pages = List.of("/", "/api/scenes", "/api/scenes/tavern", "/api/scenes/moon");
    site.get(pages.get(random.nextInt(pages.size())));
  }

  private static Message message(String visitor, Role role, String text) {
    return new Message(id(), visitor, role.scene(), role.character(), text);
  }

  /** Another one in every run too, for the service remembers. */
  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static Visitor visitor(String name, int pauseMillis, Visitor.Visit visit) {
    return new Visitor(name, Duration.ofMillis(pauseMillis), visit);
  }
}
