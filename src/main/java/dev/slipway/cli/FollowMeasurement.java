package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Waits until a measurement has ended, and tells each step when it is done. */
final class FollowMeasurement {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Session session;
  private final Route route;
  private final Patience patience;
  private final Function<JsonNode, Measurement> read;
  private int told;

  /**
   * Of one measurement.
   *
   * @param route where the API shows it
   * @param read from what the API shows
   */
  FollowMeasurement(
      Session session, Route route, Patience patience, Function<JsonNode, Measurement> read) {
    this.session = session;
    this.route = route;
    this.patience = patience;
    this.read = read;
  }

  Exit until(JsonNode begun) {
    Waiting waiting = session.shell().time().waiting();
    try (Waiting.Guard guard = waiting.onInterrupt(() -> interrupted(begun))) {
      Instant first = clock();
      Instant answered = first;
      JsonNode document = begun;
      Measurement measured = show(document);
      while (measured.end() == null && !over(first)) {
        waiting.pause(PAUSE);
        try {
          document = session.api().get(route).body();
          answered = clock();
        } catch (ClientFailure failure) {
          boolean patient = Duration.between(answered, clock()).compareTo(SILENCE) < 0;
          if (failure.exit() != Exit.NO_ANSWER || !patient) throw failure;
        }
        measured = show(document);
      }
      return end(document, measured);
    }
  }

  private Exit end(JsonNode document, Measurement measured) {
    Printer printer = session.printer();
    Exit end = measured.end();
    if (printer.json()) printer.document(document);
    else printer.say(measured.ending(printer.paint()));
    if (end != null) return end;
    printer.say(measured.callOff());
    return Exit.TIMED_OUT;
  }

  private Measurement show(JsonNode document) {
    Measurement measured = read.apply(document);
    List<String> lines = measured.told();
    for (; told < lines.size(); told++) session.printer().say(lines.get(told));
    return measured;
  }

  private boolean over(Instant first) {
    return Duration.between(first, clock()).compareTo(patience.timeout) >= 0;
  }

  private Instant clock() {
    return session.shell().time().clock().now();
  }

  private void interrupted(JsonNode begun) {
    session.shell().err().printf("%n%s%n", read.apply(begun).callOff());
  }
}
