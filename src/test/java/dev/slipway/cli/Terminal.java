package dev.slipway.cli;

import dev.slipway.base.WallClock;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as somebody would type them; while a command waits, time passes for it. */
final class Terminal {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> variables = new HashMap<>();
  private final Path home;
  private final Passing passing;
  private String input = "";
  private boolean watched;
  private Instant now = WallClock.system().now();
  private @Nullable Runnable interrupted;

  /** What happens while a command waits for that long. */
  interface Passing {
    void pass(Duration time);
  }

  /** What a command left behind. */
  record Ran(int exit, String out, String err) {

    JsonNode json() {
      return JSON.readTree(out);
    }
  }

  private Terminal(Path home, Passing passing) {
    this.home = home;
    this.passing = passing;
  }

  /** With the admin's token, at a control plane where time passes while a command waits. */
  static Terminal at(Rehearsal rehearsal, Path home) {
    return new Terminal(home, rehearsal::advance).as(rehearsal.api().uri(), ApiServer.TOKEN);
  }

  /** With the admin's token, where time stands still. */
  static Terminal at(ApiServer server, Path home) {
    return unknown(home).as(server.uri(), ApiServer.TOKEN);
  }

  /** Where nothing is known yet. */
  static Terminal unknown(Path home) {
    return new Terminal(home, time -> {});
  }

  /** The same with something that happens while a command waits. */
  Terminal meanwhile(Passing more) {
    Passing before = passing;
    Terminal other =
        new Terminal(
            home,
            time -> {
              before.pass(time);
              more.pass(time);
            });
    other.variables.putAll(variables);
    return other;
  }

  Terminal as(URI url, String token) {
    return with("SLIPWAY_URL", url.toString()).with("SLIPWAY_TOKEN", token);
  }

  Terminal with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Terminal without(String variable) {
    variables.remove(variable);
    return this;
  }

  /** What stands on standard input. */
  Terminal reading(String text) {
    input = text;
    return this;
  }

  /** Somebody looks at it. */
  Terminal watched() {
    watched = true;
    return this;
  }

  /** Somebody presses Ctrl-C. */
  void interrupt() {
    if (interrupted == null) throw new IllegalStateException("nothing waits");
    interrupted.run();
  }

  /** That much later. */
  void later(Duration time) {
    now = now.plus(time);
  }

  Ran run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit = Client.run(shell(out, err), arguments);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** For what needs one and runs no command. */
  Shell shell() {
    return shell(new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Shell(
        variables,
        home,
        new Shell.Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8)),
        Screen.of(watched, "120", variables),
        new Shell.Time(new WallClock(() -> now), new PassingTime()));
  }

  /** A line of words, as typed without quotes. */
  Ran type(String line) {
    return run(line.split(" "));
  }

  private final class PassingTime implements Waiting {

    @Override
    public void pause(Duration time) {
      now = now.plus(time);
      passing.pass(time);
    }

    @Override
    public Guard onInterrupt(Runnable said) {
      interrupted = said;
      return () -> interrupted = null;
    }
  }
}
