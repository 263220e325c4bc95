package dev.slipway.cli;

import dev.slipway.base.WallClock;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything around a command: what it reads, where it writes, and how time passes for it.
 *
 * @param variables the environment's variables
 * @param home the user's home directory
 */
record Shell(Map<String, String> variables, Path home, Streams streams, Screen screen, Time time) {

  /** Standard input and both outputs. */
  record Streams(InputStream in, PrintStream out, PrintStream err) {}

  /** The clock, and how to wait. */
  record Time(WallClock clock, Waiting waiting) {}

  /** This process's. Output is UTF-8 whatever the locale: so is every terminal and CI log. */
  static Shell ofProcess() {
    Map<String, String> variables = System.getenv();
    return new Shell(
        variables,
        Path.of(System.getProperty("user.home")),
        new Streams(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err)),
        Screen.ofProcess(variables),
        new Time(WallClock.system(), new ProcessWaiting()));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  PrintStream out() {
    return streams.out();
  }

  PrintStream err() {
    return streams.err();
  }

  /** A variable that is set to something. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** A secret: asked for without an echo on a terminal, else all of standard input. */
  String secret(String prompt) {
    Console console = screen.terminal() ? System.console() : null;
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("%s", prompt);
      return typed == null ? "" : new String(typed).strip();
    }
    try {
      return new String(streams.in().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
