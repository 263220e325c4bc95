package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

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
}
