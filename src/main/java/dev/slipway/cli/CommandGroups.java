package dev.slipway.cli;

import java.util.List;
import picocli.CommandLine.Help;

/** The commands in the help, by what they are for. */
final class CommandGroups {

  private static final int WIDTH = 18;

  private record Group(String title, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("Deliver", List.of("plan", "promote", "rollback", "cancel", "resume")),
          new Group("Decide", List.of("promotions", "approve", "reject", "approve-version")),
          new Group("Look", List.of("status", "watch", "deployments", "releases", "history")),
          new Group("Measure", List.of("load-test", "load-tests", "recommend", "recommendations")),
          new Group("Prepare", List.of("register", "models", "versions", "apply", "environments")),
          new Group("This machine", List.of("login", "logout", "completion")));

  private static final String RUN =
      """

      Run
        serve             Run the service. The same as no command at all.
        simulator         Run the AWS simulator as a process of its own.
      """;

  private CommandGroups() {}

  static String list(Help help) {
    StringBuilder text = new StringBuilder();
    for (Group group : GROUPS) {
      text.append("%n%s%n".formatted(group.title()));
      for (String name : group.commands()) {
        Help command = help.subcommands().get(name);
        if (command == null) throw new IllegalStateException("no command " + name);
        String what = String.join(" ", command.commandSpec().usageMessage().description());
        text.append(
            "  %s%s%n"
                .formatted(
                    help.colorScheme().commandText(name).toString()
                        + " ".repeat(WIDTH - name.length()),
                    first(what)));
      }
    }
    return text + RUN;
  }

  /** The first sentence is enough to choose by. */
  private static String first(String description) {
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }
}
