package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway completion}. */
@Command(
    name = "completion",
    customSynopsis = "slipway completion bash|zsh",
    description = "Print a script that completes commands and options in your shell.",
    footer = {
      "",
      "Examples:",
      "  source <(slipway completion bash)",
      "  slipway completion zsh > ~/.zsh/slipway.zsh"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that it knows. */
  enum Kind {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return switch (this) {
        case BASH -> "bash";
        case ZSH -> "zsh";
      };
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  Kind kind = Kind.BASH;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  boolean help;

  @Spec CommandSpec spec = CommandSpec.create();

  private final Shell shell;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    // The script is bash's; zsh runs it by its own emulation, which the script turns on.
    shell.out().print(AutoComplete.bash("slipway", spec.root().commandLine()));
    return Exit.DONE.code();
  }
}
