package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway logout}. */
@Command(
    name = "logout",
    customSynopsis = "slipway logout",
    description = "Forget what login has kept.",
    footer = {"", "Example:", "  slipway logout"})
final class LogoutCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  boolean help;

  private final Shell shell;

  LogoutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ConfigFile file = ConfigFile.of(shell);
    shell.out().println(file.delete() ? "Deleted " + file.path() : "There was no login.");
    return Exit.DONE.code();
  }
}
