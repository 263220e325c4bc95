package dev.slipway.cli;

import dev.slipway.base.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A load test, as far as people are shown it. */
record LoadTest(
    String id,
    String endpoint,
    String state,
    List<Step> steps,
    @Nullable String reason,
    @Nullable Result result,
    String requestedBy,
    Instant createdAt)
    implements Measurement {

  static LoadTest of(JsonNode document) {
    return Json.mapper().treeToValue(document, LoadTest.class);
  }

  record Latency(double p50Ms, double p95Ms, double p99Ms) {}

  record Step(
      int concurrency,
      double ratePerSecond,
      @Nullable Double ratePerInstance,
      int instances,
      int instancesAfter,
      @Nullable Latency latency,
      Map<String, Integer> errors,
      String finding) {

    /** The step in a line. */
    String line() {
      String each =
          ratePerInstance == null
              ? "fleet changed from %d to %d".formatted(instances, instancesAfter)
              : number(ratePerInstance) + "/s per instance";
      String took =
          latency == null
              ? "no answer"
              : "p50 %s ms, p99 %s ms".formatted(number(latency.p50Ms), number(latency.p99Ms));
      String failed = errors.isEmpty() ? "" : ", errors " + errors;
      return "%4d at once  %8s/s  %s  %s%s  %s"
          .formatted(concurrency, number(ratePerSecond), each, took, failed, finding);
    }
  }

  record Result(
      String evidence,
      @Nullable Fleet fleet,
      @Nullable Cost cost,
      List<String> assumptions,
      String sentence) {}

  record Fleet(int instances, int minInstances, int maxInstances, double averageInstances) {}

  record Serverless(int memoryMb, double costPerMonth) {}

  record Cost(
      String currency,
      String pricesAsOf,
      @Nullable Double now,
      @Nullable Double recommended,
      @Nullable Serverless serverless) {

    /** The costs in a line. */
    String line() {
      StringBuilder line = new StringBuilder("A month: ");
      line.append(now == null ? "price unknown" : money(now) + " now");
      if (recommended != null)
        line.append(", ").append(money(recommended)).append(" as recommended");
      if (serverless != null) {
        line.append(", ")
            .append(money(serverless.costPerMonth))
            .append(" serverless at ")
            .append(serverless.memoryMb)
            .append(" MB");
      }
      return line + " (" + currency + ", list prices of " + pricesAsOf + ").";
    }
  }

  @Override
  public String line() {
    return "Load test %s of %s: %s".formatted(id, endpoint, state);
  }

  /** A line for each step that is done. */
  @Override
  public List<String> told() {
    return steps.stream().map(Step::line).toList();
  }

  @Override
  public String callOff() {
    return "The load test of %s goes on. Call it off:%n  slipway load-test %s --cancel %s --reason '…'"
        .formatted(endpoint, endpoint, id);
  }

  @Override
  public @Nullable Exit end() {
    return switch (state) {
      case "COMPLETED" ->
          result != null && result.evidence.equals("NOTHING_WITHIN_BOUNDS")
              ? Exit.FAILED
              : Exit.DONE;
      case "STOPPED", "INTERRUPTED" -> Exit.FAILED;
      case "CANCELED" -> Exit.CANCELED;
      default -> null;
    };
  }

  @Override
  public List<String> ending(Paint paint) {
    var lines = new java.util.ArrayList<String>();
    if (reason != null) lines.add(state + ": " + reason);
    if (result == null) return lines;
    lines.add(result.sentence);
    Fleet fleet = result.fleet;
    if (fleet != null) {
      lines.add(
          "Instances for the measured peak: %d; autoscaling from %d to %d, %s on average."
              .formatted(
                  fleet.instances,
                  fleet.minInstances,
                  fleet.maxInstances,
                  number(fleet.averageInstances)));
    }
    if (result.cost != null) lines.add(result.cost.line());
    result.assumptions.forEach(one -> lines.add("  " + one));
    return lines;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
  }

  private static String money(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
