package dev.tallyman.examples.chedweb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the wheels are to do.
 *
 * <p>Threading: immutable.
 *
 * @param left how fast the left ones turn, from -100 to 100
 * @param right how fast the right ones turn
 */
record MotionCommand(Type type, int left, int right) {
  static final MotionCommand STOP = new MotionCommand(Type.STOP, 0, 0);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FULL_SPEED = 100;

  /** A limited number, so that they can be labels. */
  enum Type {
    MOVE,
    TURN,
    STOP;

    static Type of(String label) {
      return Stream.of(values())
          .filter(type -> type.label().equals(label))
          .findAny()
          .orElseThrow(() -> new IllegalArgumentException("no such command: " + label));
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  MotionCommand {
    if (Math.abs(left) > FULL_SPEED || Math.abs(right) > FULL_SPEED) {
      throw new IllegalArgumentException("too fast: left=" + left + ", right=" + right);
    }
  }

  /**
   * A command as clients send it: {@code {"type": "move", "left": 40, "right": 40}}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static MotionCommand fromJson(String json) {
    try {
      JsonNode command = JSON.readTree(json);
      return new MotionCommand(
          Type.of(command.path("type").asText()),
          command.path("left").asInt(),
          command.path("right").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A command as {@link #toLine} writes it. */
  static MotionCommand fromLine(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("no command: " + line);
    }
    return new MotionCommand(
        Type.of(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
  }

  /** The command as the motion driver takes it, and as workers hand it on, without the newline. */
  String toLine() {
    return type.label() + " " + left + " " + right;
  }
}
