package dev.slipway.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours, where they are wanted. What is said never depends on them. */
record Paint(boolean colour) {

  /** A colour of ours, or what no line may hold (the group). */
  private static final Pattern CONTROLS =
      Pattern.compile("\u001b\\[(?:[012]|3[1-6])m|([\\p{Cc}\u202a-\u202e\u2066-\u2069])");

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("31", text);
  }

  String warning(String text) {
    return in("33", text);
  }

  String busy(String text) {
    return in("36", text);
  }

  private String in(String style, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
  }

  /**
   * A line as it may go to a terminal or a log. Texts of other people (reasons, descriptions) may
   * hold characters that erase a line, begin another one or turn the direction of writing: each
   * becomes a space, or somebody could write the list by which others decide.
   */
  static String clean(String line) {
    return CONTROLS
        .matcher(line)
        .replaceAll(it -> it.group(1) == null ? Matcher.quoteReplacement(it.group()) : " ");
  }

  /** How many columns a text takes. */
  static int width(String text) {
    String plain = plain(text);
    return plain.codePointCount(0, plain.length());
  }

  /** The text without its colours. */
  static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
