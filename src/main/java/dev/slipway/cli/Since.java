package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** From when on a list begins. */
final class Since {

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 15,
      converter = Span.class,
      description = "Only those of the last 90s, 30m, 2h or 7d.")
  @Nullable Duration since;

  /** By the service's clock; null for from the beginning. */
  @Nullable Instant from(Session session) {
    return since == null ? null : session.api().now().minus(since);
  }

  /**
   * The items of a list, newest first, at most that many, from then on by the cloud's clock. Rows
   * tell that clock's time, and a simulator's runs ahead of the service's, by which the API looks.
   *
   * @param moment the member of an item that says when it was
   */
  List<JsonNode> of(Session session, Route route, int most, String moment) {
    if (since == null) return session.api().list(route, most);
    Instant from = session.api().get(Route.of("simulator"), Cloud.class).now().minus(since);
    return session
        .api()
        .list(route, most, item -> Instant.parse(item.path(moment).asString("")).isAfter(from));
  }

  /** Of AWS the time is everybody's. */
  private record Cloud(Instant now) {}
}
