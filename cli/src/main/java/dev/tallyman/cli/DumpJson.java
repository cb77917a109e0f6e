package dev.tallyman.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * Dumps for programs.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; not-a-number and the infinities are strings, since JSON has no such numbers.
 */
final class DumpJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private DumpJson() {}

  static String of(Object dump) throws JsonProcessingException {
    return MAPPER.writeValueAsString(dump) + "\n";
  }
}
