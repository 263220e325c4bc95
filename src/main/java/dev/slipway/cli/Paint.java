package dev.slipway.cli;

/** Colours, where they are wanted. What is said never depends on them. */
record Paint(boolean colour) {

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
