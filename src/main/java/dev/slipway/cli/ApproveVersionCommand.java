package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway approve-version}. */
@Command(
    name = "approve-version",
    customSynopsis = "slipway approve-version MODEL VERSION --reason TEXT [options]",
    description = "Approve a version for environments that take approved ones, or withdraw that.",
    footer = {
      "",
      "Examples:",
      "  slipway approve-version fraud-detector v7 --reason 'passed the offline evaluation'",
      "  slipway approve-version fraud-detector v7 --withdraw --reason 'trained on leaked labels'"
    })
final class ApproveVersionCommand extends ClientCommand {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's name.")
  String version = "";

  @Option(
      names = "--withdraw",
      order = 21,
      description = "Take its approval back; where it serves, it goes on serving.")
  boolean withdraw;

  @Mixin Why why = new Why();
  @Mixin Keyed keyed = new Keyed();

  ApproveVersionCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Route route =
        Route.of(
            "models", model, "versions", version, withdraw ? "approval-withdrawals" : "approvals");
    var body = why.body();
    Answer answer = session.api().post(route, keyed.key(), body);
    Printer printer = session.printer();
    String what = withdraw ? "%s %s is not approved any more." : "%s %s is approved.";
    if (printer.json()) printer.document(answer.body());
    else printer.say(printer.paint().good("✓ ") + what.formatted(model, version));
    return Exit.DONE;
  }
}
