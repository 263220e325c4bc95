package dev.slipway.cli;

import dev.slipway.base.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway plan}. */
@Command(
    name = "plan",
    customSynopsis = "slipway plan MODEL [VERSION] --to ENVIRONMENT[,…] [options]",
    description =
        "Show what a promotion would do: changes, AWS calls, gates, remarks, duration, cost."
            + " Nothing is started.",
    footer = {
      "",
      "Examples:",
      "  slipway plan fraud-detector v7 --to prod",
      "  slipway plan fraud-detector v7 --to prod -o json | jq -r .hash",
      "  slipway plan fraud-detector v7 --to prod --supersede",
      "",
      "Every check of the real promotion is made; exit code 4 says that it would be refused, or",
      "that a gate is closed."
    })
final class PlanCommand extends ClientCommand {

  @Mixin Target target = new Target();
  @Mixin Superseded superseded = new Superseded();

  PlanCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Printer printer = session.printer();
    ObjectNode body = target.body("a plan");
    superseded.into(body);
    JsonNode answer =
        session
            .api()
            .post(Route.of("promotions").with("dry_run", true), new Keyed().key(), body)
            .body();
    if (printer.json()) printer.document(answer);
    if (!answer.has("targets")) return show(printer, answer);
    Exit exit = Exit.DONE;
    for (JsonNode one : answer.path("targets")) {
      if (one.has("plan")) {
        exit = exit.or(show(printer, one.path("plan")));
      } else {
        exit = exit.or(Exit.ofStatus(one.path("problem").path("status").asInt(422)));
        printer.say(
            printer.paint().bad("✗ ")
                + one.path("to").asString("")
                + ": "
                + one.path("problem").path("detail").asString(""));
      }
      printer.say("");
    }
    return exit;
  }

  private static Exit show(Printer printer, JsonNode document) {
    Plan plan = Json.mapper().treeToValue(document, Plan.class);
    if (!printer.json()) printer.say(new ShowPlan(printer).lines(plan));
    List<Gate> gates = plan.gates() == null ? List.of() : plan.gates();
    return gates.stream().anyMatch(gate -> gate.verdict().equals("FAILED"))
        ? Exit.REFUSED
        : Exit.DONE;
  }
}
