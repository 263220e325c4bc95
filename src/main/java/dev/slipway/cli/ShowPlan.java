package dev.slipway.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A plan for people: what changes, what AWS is asked, what speaks against it, how long it takes.
 */
final class ShowPlan {

  private final Printer printer;
  private final Paint paint;

  ShowPlan(Printer printer) {
    this.printer = printer;
    this.paint = printer.paint();
  }

  List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bold("Plan for " + plan.endpoint()) + brings(plan));
    if (plan.supersedes() != null) {
      lines.add("");
      lines.add(
          paint.warning("! ")
              + "Undoes the running deployment first (promote --supersedes "
              + plan.supersedes()
              + ").");
    }
    if (plan.noChanges()) {
      lines.add("");
      lines.add(
          plan.supersedes() == null
              ? "No changes: everything is as wanted already."
              : "No changes besides: what serves is as wanted already.");
      return lines;
    }
    section(lines, "Changes", changes(plan));
    section(lines, "AWS calls", calls(plan));
    section(lines, "Smoke test", smokeTest(plan));
    section(lines, "Gates", gates(plan.gates() == null ? List.of() : plan.gates()));
    section(lines, "Remarks", remarks(plan));
    lines.add("");
    if (plan.expectedSeconds() != null) lines.add(duration(plan.expectedSeconds()));
    if (plan.fleet() != null) lines.add(fleet(plan.fleet()));
    lines.add(paint.dim("Plan " + plan.hash()));
    return lines;
  }

  private static String brings(Plan plan) {
    if (plan.release() == null) return "";
    Integer number = plan.release().number();
    return ": "
        + (number == null ? "a new release" : "release " + number)
        + " with "
        + plan.release().modelVersion();
  }

  private void section(List<String> lines, String title, List<String> content) {
    if (content.isEmpty()) return;
    lines.add("");
    lines.add(paint.bold(title));
    content.forEach(line -> lines.add("  " + line));
  }

  private List<String> changes(Plan plan) {
    List<Plan.Change> changes = plan.changes() == null ? List.of() : plan.changes();
    return changes(
        changes.stream()
            .map(change ->
                new String[] {change.field(), text(change.before()), text(change.after())})
            .toList());
  }

  /** One line for each field, before and after; the empty text for nothing. */
  List<String> changes(List<String[]> changes) {
    Table table = new Table(paint);
    for (String[] change : changes) {
      String before = change[1];
      String after = change[2];
      if (before.isEmpty()) table.row(paint.good("+"), change[0], after);
      else if (after.isEmpty()) table.row(paint.bad("-"), change[0], before);
      else table.row(paint.warning("~"), change[0], before + " → " + after);
    }
    return table.lines();
  }

  /** A value in one line. */
  static String text(@Nullable JsonNode value) {
    if (value == null || value.isMissingNode() || value.isNull()) return "";
    return value.isString() ? value.stringValue() : value.toString();
  }

  private List<String> calls(Plan plan) {
    Table table = new Table(paint);
    int number = 0;
    for (Plan.Call call : plan.calls() == null ? List.<Plan.Call>of() : plan.calls()) {
      table.row(++number + ".", call.service(), call.operation(), call.subject());
    }
    return table.lines();
  }

  private static List<String> smokeTest(Plan plan) {
    if (plan.smokeTest() == null || plan.smokeTest().samples() == null) return List.of();
    return plan.smokeTest().samples().stream()
        .map(sample -> "%s, sent %d times".formatted(sample.name(), sample.calls()))
        .toList();
  }

  List<String> gates(List<Gate> gates) {
    Table table = new Table(paint);
    for (Gate gate : gates) {
      String opens =
          gate.opensAt() == null ? "" : " Opens at " + Printer.moment(gate.opensAt()) + ".";
      table.row(
          mark(gate.verdict()), gate.title(), printer.state(gate.verdict()), gate.reason() + opens);
    }
    return table.lines();
  }

  private String mark(String verdict) {
    return switch (verdict) {
      case "PASSED" -> paint.good("✓");
      case "FAILED" -> paint.bad("✗");
      default -> paint.warning("!");
    };
  }

  private List<String> remarks(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (Plan.Remark remark : plan.remarks() == null ? List.<Plan.Remark>of() : plan.remarks()) {
      String mark = remark.severity().equals("WARNING") ? paint.warning("! ") : "· ";
      lines.add(mark + remark.message() + " " + paint.dim("(" + remark.code() + ")"));
      if (remark.proposal() != null) lines.add("  → " + remark.proposal());
    }
    return lines;
  }

  private static String duration(Plan.Expected expected) {
    return "Takes about %s: %s until instances are ready, %s of baking."
        .formatted(
            Span.of(Duration.ofSeconds(expected.total())),
            Span.of(Duration.ofSeconds(expected.provisioning())),
            Span.of(Duration.ofSeconds(expected.baking())));
  }

  private static String fleet(Plan.Costs fleet) {
    return "Instances: %s. A month: %s (prices of %s)."
        .formatted(
            beforeAfter(text(fleet.instancesBefore()), text(fleet.instancesAfter())),
            beforeAfter(
                money(fleet.costBefore(), fleet.currency()),
                fleet.instancesAfter() == null && fleet.costAfter() == null
                    ? "billed by request"
                    : money(fleet.costAfter(), fleet.currency())),
            fleet.pricesAsOf());
  }

  private static String beforeAfter(String before, String after) {
    return before.equals(after) ? after : before + " → " + after;
  }

  private static String text(@Nullable Integer number) {
    return number == null ? "none" : number.toString();
  }

  private static String money(@Nullable BigDecimal amount, String currency) {
    return amount == null
        ? "not known"
        : currency + " " + String.format(Locale.ROOT, "%,.2f", amount);
  }
}
