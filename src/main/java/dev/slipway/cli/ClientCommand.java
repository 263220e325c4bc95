package dev.slipway.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the service. */
abstract class ClientCommand implements Callable<Integer> {

  @Mixin final Connection connection = new Connection();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 110,
      description = "Show this.")
  boolean help;

  private final Shell shell;
  private @Nullable String base;

  ClientCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() {
    Session session = Session.open(shell, connection);
    base = session.api().base().toString();
    return run(session).code();
  }

  /** Where it asked; null where it did not come so far. */
  @Nullable String base() {
    return base;
  }

  /** Does it, and tells how it ended. */
  abstract Exit run(Session session);
}
