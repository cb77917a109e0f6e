package dev.tallyman.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which mode a gauge has, by its name: the first rule that fits decides. In a pattern {@code *}
 * stands for any characters, none included.
 *
 * <p>As text there is one rule a line, {@code pattern mode}; what follows a {@code #} is for
 * people.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a line that is no rule is an {@link IllegalArgumentException} with its number.
 *
 * @param rules the rules, the first one first
 */
public record GaugeModeRules(List<Rule> rules) {
  /** No rules: every gauge keeps the mode it has. */
  public static final GaugeModeRules NONE = new GaugeModeRules(List.of());

  /**
   * One rule.
   *
   * @param pattern a metric's name, with {@code *} for any characters
   * @param mode the mode of the gauges that it fits
   */
  public record Rule(String pattern, GaugeMode mode) {
    public Rule {
      NamePattern unused = new NamePattern(pattern);
    }

    boolean fits(String name) {
      return NamePattern.fits(pattern, name);
    }
  }

  public GaugeModeRules {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @param lines the text, by lines
   * @param source what to call the text in a message
   * @throws IllegalArgumentException if a line is no rule; it names the source and the line
   */
  public static GaugeModeRules parse(List<String> lines, String source) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        rules.add(parse(line, source + ", line " + (i + 1)));
      }
    }
    return new GaugeModeRules(rules);
  }

  private static Rule parse(String line, String where) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 2) {
      throw new IllegalArgumentException(
          where + ": not a pattern and a mode, but \"" + line + "\"");
    }
    try {
      return new Rule(words[0], GaugeMode.ofLabel(words[1]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  /** The mode for a gauge of this name; empty if no rule fits. */
  public Optional<GaugeMode> modeOf(String name) {
    return rules.stream().filter(rule -> rule.fits(name)).findFirst().map(Rule::mode);
  }

  /** These rules, and the others for what these do not fit. */
  public GaugeModeRules before(GaugeModeRules others) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    return new GaugeModeRules(all);
  }

  /** One more rule, before all the others. */
  public GaugeModeRules with(String pattern, GaugeMode mode) {
    return new GaugeModeRules(List.of(new Rule(pattern, mode))).before(this);
  }
}
