package dev.slipway.cli;

import dev.slipway.base.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An Inference Recommender job, as far as people are shown it. */
record Recommendations(
    String id,
    String endpoint,
    String jobName,
    String state,
    List<Hosting> recommendations,
    @Nullable String reason,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant begunAt)
    implements Measurement {

  record Hosting(
      String instanceType,
      int initialInstanceCount,
      @Nullable Integer maxInvocationsPerMinute,
      @Nullable Integer modelLatencyMs,
      @Nullable Double costPerHour,
      @Nullable Double costPerInference,
      @Nullable Integer targetInvocationsPerInstance) {}

  static Recommendations of(JsonNode document) {
    return Json.mapper().treeToValue(document, Recommendations.class);
  }

  @Override
  public String line() {
    return "Inference Recommender job %s for %s: %s".formatted(id, endpoint, state);
  }

  @Override
  public List<String> told() {
    return begunAt == null
        ? List.of()
        : List.of("SageMaker has begun " + jobName + "; it takes about 45 minutes.");
  }

  @Override
  public @Nullable Exit end() {
    return switch (state) {
      case "COMPLETED" -> Exit.DONE;
      case "FAILED", "STOPPED" -> Exit.FAILED;
      case "CANCELED" -> Exit.CANCELED;
      default -> null;
    };
  }

  @Override
  public List<String> ending(Paint paint) {
    List<String> lines = new ArrayList<>();
    if (reason != null) lines.add(state + ": " + reason);
    if (!recommendations.isEmpty()) lines.addAll(table(paint).lines());
    return lines;
  }

  @Override
  public String callOff() {
    return "The Inference Recommender job for %s goes on. Call it off:%n  slipway recommend %s --cancel %s --reason '…'"
        .formatted(endpoint, endpoint, id);
  }

  /** What it has come to, in a few words. */
  String summary() {
    if (recommendations.isEmpty()) return reason == null ? "" : reason;
    Hosting first = recommendations.getFirst();
    return "%s: %s a minute, %s ms"
        .formatted(
            first.instanceType, cell(first.maxInvocationsPerMinute), cell(first.modelLatencyMs));
  }

  private Table table(Paint paint) {
    Table table =
        new Table(
            paint, "TYPE", "COUNT", "MAX/MIN", "LATENCY MS", "USD/HOUR", "USD/INFERENCE", "TARGET");
    for (Hosting one : recommendations) {
      table.row(
          one.instanceType,
          String.valueOf(one.initialInstanceCount),
          cell(one.maxInvocationsPerMinute),
          cell(one.modelLatencyMs),
          cell(one.costPerHour),
          cell(one.costPerInference),
          cell(one.targetInvocationsPerInstance));
    }
    return table;
  }

  private static String cell(@Nullable Number value) {
    return switch (value) {
      case null -> "-";
      case Double amount ->
          BigDecimal.valueOf(amount).round(new MathContext(3)).stripTrailingZeros().toPlainString();
      default -> value.toString();
    };
  }
}
