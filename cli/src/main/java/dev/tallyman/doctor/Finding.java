package dev.tallyman.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * <p>Threading: immutable.
 *
 * @param level how bad it is
 * @param check what was looked at, in a word
 * @param text what was found; it names the file, metric or label
 * @param advice what to do; empty if there is nothing to be done
 */
public record Finding(Level level, String check, String text, String advice) {
  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Worth knowing; no count is in danger. */
    NOTE,
    /** Counts are left out, are in danger, or can't be seen by anybody. */
    PROBLEM;

    /** As people and programs read it. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String text) {
    return new Finding(Level.OK, check, text, "");
  }

  static Finding note(String check, String text, String advice) {
    return new Finding(Level.NOTE, check, text, advice);
  }

  static Finding problem(String check, String text, String advice) {
    return new Finding(Level.PROBLEM, check, text, advice);
  }
}
