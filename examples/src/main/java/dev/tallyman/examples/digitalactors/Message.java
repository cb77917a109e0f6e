package dev.tallyman.examples.digitalactors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a visitor says to a character.
 *
 * <p>Threading: immutable.
 *
 * @param id the visitor's own, another one for each message
 * @param visitor who says it
 * @param scene where
 * @param character to whom
 * @param text what
 */
record Message(String id, String visitor, String scene, String character, String text) {
  static final int LONGEST_TEXT = 500;

  private static final int LONGEST_NAME = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A message of which everything is missing. */
  private static final Message NOTHING = new Message("", "", "", "", "");

  /** Reads a message. What is not there, or no text, is empty; {@link #check} finds it. */
  static Message read(String json) {
    try {
      JsonNode fields = JSON.readTree(json);
      return new Message(
          fields.path("id").asText(),
          fields.path("visitor").asText(),
          fields.path("scene").asText(),
          fields.path("character").asText(),
          fields.path("text").asText());
    } catch (JsonProcessingException e) {
      return NOTHING;
    }
  }

  /**
   * Looks whether it can be answered.
   *
   * @throws NoAnswerException if it can't
   */
  void check() throws NoAnswerException {
    checkLength("id", id, LONGEST_NAME);
    checkLength("visitor", visitor, LONGEST_NAME);
    checkLength("text", text, LONGEST_TEXT);
  }

  private static void checkLength(String field, String value, int longest)
      throws NoAnswerException {
    if (value.isBlank() || value.length() > longest) {
      throw new NoAnswerException(
          Fault.VALIDATION, field + " must have 1 to " + longest + " characters");
    }
  }
}
