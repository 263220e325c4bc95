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
      description = "Which one; unless told, the last one before that is not quarantined.")
  @Nullable Integer release;

  @Option(
      names = "--expected-release",
      paramLabel = "N",
      order = 11,
      description =
          "The one that you saw serving: refused when another one does. Else the one that serves"
              + " when the command begins.")
  @Nullable Integer expected;

  @Option(names = "--dry-run", order = 21, description = "Show the plan; start nothing.")
  boolean dryRun;

  @Option(
      names = "--plan-hash",
      paramLabel = "HASH",
      order = 22,
      description = "The plan that was agreed to (--dry-run): refused when it has changed since.")
  @Nullable String planHash;

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
    Integer seen = expected(session);
    if (seen != null) body.put("expected_release", seen);
    if (planHash != null) body.put("plan_hash", planHash);
    Route route =
        Route.of("endpoints", endpoint, "rollbacks").with("dry_run", dryRun ? true : null);
    JsonNode answer = session.api().post(route, keyed.key(), body).body();
    if (dryRun) return plan(session.printer(), answer);
    // While an update runs the answer is that update, which is being undone.
    boolean aborted = !answer.path("kind").asString("").equals("ROLL_BACK");
    Course course = Course.ofDeployment(session.api(), aborted ? Wish.UNDONE : Wish.DONE, answer);
    return new Started(session, patience).end(course);
  }

  /** A request that may be a repeated one says the same again, whatever serves by now. */
  private @Nullable Integer expected(Session session) {
    if (expected != null || keyed.key != null) return expected;
    JsonNode serving =
        session.api().get(Route.of("endpoints", endpoint)).body().at("/current_release/number");
    return serving.isInt() ? serving.intValue() : null;
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
