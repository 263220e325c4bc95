package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway promote}. */
@Command(
    name = "promote",
    customSynopsis = "slipway promote MODEL [VERSION] --to ENVIRONMENT[,…] [options]",
    description = "Bring a version of a model to an environment, or to several.",
    footer = {
      "",
      "Examples:",
      "  slipway promote fraud-detector v7 --to prod --wait",
      "  slipway promote fraud-detector --from staging --to prod-eu,prod-us --reason 'fewer false"
          + " alarms'",
      "  slipway promote fraud-detector v7 --to prod --plan-hash 6a09e667 --wait --timeout 45m",
      "",
      "Without a version it is the one that is live in --from. The exit code tells how it ended:",
      "slipway --help lists them."
    })
final class PromoteCommand extends ClientCommand {

  @Mixin Target target = new Target();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      order = 20,
      description = "Why; it stays on record. Else the CI run is named, where there is one.")
  @Nullable String reason;

  @Mixin AgreedPlans agreed = new AgreedPlans();

  @Mixin Superseded superseded = new Superseded();

  @Option(
      names = "--wait-for-gates",
      order = 24,
      description =
          "Let the promotion wait for gates that time or a decision elsewhere opens (soak, freeze,"
              + " approved version).")
  boolean waitForGates;

  @Option(
      names = "--break-glass",
      paramLabel = "REASON",
      order = 25,
      description = "Pass over every gate that is not open. On record for good.")
  @Nullable String breakGlass;

  @Option(
      names = "--leave-when-pending",
      order = 82,
      description =
          "With --wait: do not wait where approvals or checks are needed; exit code 10 says so.")
  boolean leaveWhenPending;

  @Mixin Patience patience = new Patience();
  @Mixin Keyed keyed = new Keyed();

  PromoteCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    ObjectNode body = target.body(reason == null ? Reason.usual(session.shell()) : reason);
    agreed.into(body, target.to);
    superseded.into(body);
    if (waitForGates) body.put("wait_for_gates", true);
    if (breakGlass != null) body.put("break_glass", breakGlass);
    Answer answer = session.api().post(Route.of("promotions"), keyed.key(), body);
    Printer printer = session.printer();
    if (answer.replayed()) printer.say("This request was made before: here is its first answer.");
    List<JsonNode> promotions = new ArrayList<>();
    Exit refused = refused(answer.body(), promotions, printer);
    List<Course> courses =
        promotions.stream().map(it -> Course.ofPromotion(session.api(), it)).toList();
    Exit end =
        patience.wait
            ? new Follow(session, courses.size()).until(courses, patience, leaveWhenPending)
            : begun(courses);
    if (!printer.json()) {
      courses.forEach(course -> printer.say(new ShowEnd(session).lines(course)));
    } else {
      printer.document(patience.wait ? document(courses) : answer.body());
    }
    return refused.or(end);
  }

  /** Says which targets were refused, and gathers the others' promotions. */
  private static Exit refused(JsonNode answer, List<JsonNode> promotions, Printer printer) {
    if (!answer.has("targets")) {
      promotions.add(answer);
      return Exit.DONE;
    }
    Exit exit = Exit.DONE;
    for (JsonNode target : answer.path("targets")) {
      if (target.has("promotion")) {
        promotions.add(target.path("promotion"));
      } else {
        exit = exit.or(Exit.ofStatus(target.path("problem").path("status").asInt(422)));
        String to = target.path("to").asString("");
        printer.say(
            printer.paint().bad("✗ ")
                + printer.paint().bold(to)
                + ": "
                + target.path("problem").path("detail").asString(""));
      }
    }
    return exit;
  }

  /** Nobody waits: that it goes on is what was asked for, unless people have to do something. */
  private static Exit begun(List<Course> courses) {
    Exit exit = Exit.DONE;
    for (Course course : courses) {
      Exit end = course.end();
      if (end == null && course.pending()) end = Exit.WAITING_FOR_APPROVAL;
      if (end != null) exit = exit.or(end);
    }
    return exit;
  }

  private static JsonNode document(List<Course> courses) {
    List<ObjectNode> ends =
        courses.stream().map(course -> course.document(Follow.worst(List.of(course)))).toList();
    if (ends.size() == 1) return ends.getFirst();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("targets").addAll(ends);
    return document;
  }
}
