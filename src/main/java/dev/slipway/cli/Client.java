package dev.slipway.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** The command line, without the service. */
public final class Client {

  /** Options that stand where a command should: better to be told than to start a service. */
  private static final Set<String> FIRST =
      Set.of("-h", "--help", "-V", "--version", "-o", "--output", "--url", "--token-file");

  private static final Map<String, Function<Shell, Object>> COMMANDS = all();

  private Client() {}

  /**
   * Whether the arguments are a command's, and not settings of the service, which come as {@code
   * --name=value}.
   */
  public static boolean takes(String first) {
    return FIRST.contains(first) || (!first.isEmpty() && !first.startsWith("-"));
  }

  /** Runs a command and returns the exit code. */
  public static int run(String... arguments) {
    return run(Shell.ofProcess(), arguments);
  }

  static int run(Shell shell, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    Function<Shell, Object> one = first.equals("completion") ? null : COMMANDS.get(first);
    return commands(shell, one == null ? COMMANDS.values() : List.of(one)).execute(arguments);
  }

  /** With these alone: what is not asked for need not be made ready. */
  private static CommandLine commands(Shell shell, Collection<Function<Shell, Object>> some) {
    CommandLine slipway = new CommandLine(new RootCommand());
    some.forEach(made -> {
      CommandLine command = new CommandLine(made.apply(shell));
      command.getCommandSpec().usageMessage().sortOptions(false);
      slipway.addSubcommand(command);
    });
    slipway.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::list);
    return slipway
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(shell.screen().columns())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(shell.screen().colour() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, given) -> misunderstood(shell, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(shell, e, command));
  }

  private static Map<String, Function<Shell, Object>> all() {
    Map<String, Function<Shell, Object>> all = new LinkedHashMap<>();
    all.put("promote", PromoteCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("rollback", RollbackCommand::new);
    all.put("cancel", CancelCommand::new);
    all.put("resume", ResumeCommand::new);
    all.put("status", StatusCommand::new);
    all.put("watch", WatchCommand::new);
    all.put("deployments", DeploymentsCommand::new);
    all.put("promotions", PromotionsCommand::new);
    all.put("releases", ReleasesCommand::new);
    all.put("history", HistoryCommand::new);
    all.put("load-test", LoadTestCommand::new);
    all.put("load-tests", LoadTestsCommand::new);
    all.put("recommend", RecommendCommand::new);
    all.put("recommendations", RecommendationsCommand::new);
    all.put("approve", ApproveCommand::new);
    all.put("reject", RejectCommand::new);
    all.put("approve-version", ApproveVersionCommand::new);
    all.put("register", RegisterCommand::new);
    all.put("models", ModelsCommand::new);
    all.put("versions", VersionsCommand::new);
    all.put("apply", ApplyCommand::new);
    all.put("environments", EnvironmentsCommand::new);
    all.put("login", LoginCommand::new);
    all.put("logout", LogoutCommand::new);
    all.put("completion", CompletionCommand::new);
    return all;
  }

  private static int misunderstood(Shell shell, ParameterException e) {
    CommandLine command = e.getCommandLine();
    Paint paint = new Paint(shell.screen().colour());
    shell.err().println(paint.bad("✗ ") + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    shell.err().println("  Help: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE.code();
  }

  private static int failed(Shell shell, Exception e, CommandLine command) {
    if (!(e instanceof ClientFailure failure)) {
      shell
          .err()
          .println("✗ This is a mistake in slipway itself. Please report it with these lines:");
      e.printStackTrace(shell.err());
      return Exit.NO_ANSWER.code();
    }
    boolean json = false;
    String base = null;
    if (command.getCommand() instanceof ClientCommand asked) {
      json = asked.connection.output == Format.JSON;
      base = asked.base();
    }
    Printer printer = new Printer(shell, Format.JSON);
    if (json) failure.document().ifPresent(printer::document);
    ShowFailure.lines(failure, printer.paint(), base)
        .forEach(line -> shell.err().println(Paint.clean(line)));
    return failure.exit().code();
  }
}
