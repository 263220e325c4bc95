package dev.slipway.cli;

import dev.slipway.base.Json;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Waits until a load test has ended, and tells each step when it is done. */
final class FollowLoadTest {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Session session;
  private final Route route;
  private final Patience patience;
  private int told;

  FollowLoadTest(Session session, Route route, Patience patience) {
    this.session = session;
    this.route = route;
    this.patience = patience;
  }

  Exit until(JsonNode begun) {
    Waiting waiting = session.shell().time().waiting();
    try (Waiting.Guard guard = waiting.onInterrupt(() -> interrupted(begun))) {
      Instant first = clock();
      Instant answered = first;
      JsonNode document = begun;
      LoadTest test = show(document);
      while (test.end() == null && !over(first)) {
        waiting.pause(PAUSE);
        try {
          document = session.api().get(route).body();
          answered = clock();
        } catch (ClientFailure failure) {
          boolean patient = Duration.between(answered, clock()).compareTo(SILENCE) < 0;
          if (failure.exit() != Exit.NO_ANSWER || !patient) throw failure;
        }
        test = show(document);
      }
      return end(document, test);
    }
  }

  private Exit end(JsonNode document, LoadTest test) {
    Printer printer = session.printer();
    if (printer.json()) printer.document(document);
    else printer.say(test.ending());
    Exit end = test.end();
    return end == null ? Exit.TIMED_OUT : end;
  }

  private LoadTest show(JsonNode document) {
    LoadTest test = Json.mapper().treeToValue(document, LoadTest.class);
    for (; told < test.steps().size(); told++) {
      session.printer().say(test.steps().get(told).line());
    }
    return test;
  }

  private boolean over(Instant first) {
    return Duration.between(first, clock()).compareTo(patience.timeout) >= 0;
  }

  private Instant clock() {
    return session.shell().time().clock().now();
  }

  private void interrupted(JsonNode begun) {
    LoadTest test = Json.mapper().treeToValue(begun, LoadTest.class);
    session
        .shell()
        .err()
        .printf(
            "%nThe load test of %s goes on. Call it off:%n"
                + "  slipway load-test %s --cancel %s --reason '…'%n",
            test.endpoint(), test.endpoint(), test.id());
  }
}
