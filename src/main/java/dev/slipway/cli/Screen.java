package dev.slipway.cli;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What standard output is.
 *
 * @param terminal whether a person looks at it, so that lines may be drawn again
 * @param columns how wide it is
 * @param colour whether to use colours: on a terminal, unless NO_COLOR says otherwise
 *     (no-color.org)
 */
record Screen(boolean terminal, int columns, boolean colour) {

  private static final int USUAL = 100;

  /** Of this process. The launcher knows best, since Java cannot tell the two outputs apart. */
  static Screen ofProcess(Map<String, String> variables) {
    String told = System.getProperty("slipway.terminal");
    Console console = told == null ? System.console() : null;
    boolean terminal =
        told == null ? console != null && console.isTerminal() : Boolean.parseBoolean(told);
    return of(terminal, System.getProperty("slipway.columns"), variables);
  }

  static Screen of(boolean terminal, @Nullable String columns, Map<String, String> variables) {
    boolean plain =
        !variables.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(variables.get("TERM"));
    return new Screen(terminal, width(columns), terminal && !plain);
  }

  private static int width(@Nullable String columns) {
    return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL;
  }
}
