package dev.slipway.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway watch}. */
@Command(
    name = "watch",
    customSynopsis = "slipway watch ID|ENDPOINT [options]",
    description = "Watch a deployment or a promotion until it ends; or say how it ended.",
    footer = {
      "",
      "Examples:",
      "  slipway watch prod-fraud-detector",
      "  slipway watch 01981c8e-7a00-7000-8000-000000000001 --timeout 30m",
      "",
      "An endpoint's name stands for its latest deployment."
    })
final class WatchCommand extends ClientCommand {

  @Parameters(paramLabel = "ID|ENDPOINT", description = "What to watch.")
  String what = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      order = 81,
      converter = Span.class,
      defaultValue = "24h",
      description = "Watch no longer than this (90s, 30m, 1h30m). Usually ${DEFAULT-VALUE}.")
  Duration timeout = Duration.ofHours(24);

  WatchCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Patience patience = new Patience();
    patience.wait = true;
    patience.timeout = timeout;
    Course course = new Subject(session.api()).course(what, Wish.DONE);
    return new Started(session, patience).end(course);
  }
}
