package dev.slipway.cli;

import dev.slipway.base.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway rollback}. */
@Command(
    name = "rollback",
    customSynopsis = "slipway rollback ENDPOINT --reason TEXT [options]",
    description =
        "Bring an earlier release back, all traffic at once. An update that runs is undone"
            + " instead.",
    footer = {
      "",
      "Examples:",
      "  slipway rollback prod-fraud-detector --reason 'recall dropped in Spain' --wait",
      "  slipway rollback prod-fraud-detector --release 1 --reason 'v2 scores Sundays wrongly'",
      "  slipway rollback prod-fraud-detector --dry-run --reason '-'",
      "",
      "slipway releases ENDPOINT lists what can be brought back."
    })
final class RollbackCommand extends ClientCommand {

  @Parameters(paramLabel = "ENDPOINT", description = "Its name, <environment>-<model>.")
  String endpoint = "";

  @Option(
      names = "--release",
      paramLabel = "N",
      order = 10,
      description = "Which one; the one before the current one unless told.")
  @Nullable Integer release;

  @Option(names = "--dry-run", order = 21, description = "Show the plan; start nothing.")
  boolean dryRun;

  @Mixin Why why = new Why();
  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  RollbackCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    ObjectNode body = why.body();
    if (release != null) body.put("release", release);
    Route route =
        Route.of("endpoints", endpoint, "rollbacks").with("dry_run", dryRun ? true : null);
    JsonNode answer = session.api().post(route, keyed.key(), body).body();
    if (dryRun) return plan(session.printer(), answer);
    // While an update runs the answer is that update, which is being undone.
    boolean aborted = !answer.path("kind").asString("").equals("ROLL_BACK");
    Course course = Course.ofDeployment(session.api(), aborted ? Wish.UNDONE : Wish.DONE, answer);
    return new Started(session, patience).end(course);
  }

  private static Exit plan(Printer printer, JsonNode document) {
    if (printer.json()) printer.document(document);
    else {
      Plan plan = Json.mapper().treeToValue(document, Plan.class);
      printer.say(new ShowPlan(printer).lines(plan));
    }
    return Exit.DONE;
  }
}
