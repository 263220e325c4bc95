package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.base.Json;
import dev.slipway.cloud.CallLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What history keeps of a tick: its ruling, and every call that changed AWS. */
final class TickFact {

  private TickFact() {}

  /**
   * The fact, with what history has not taken of earlier ticks; empty when nothing worth recording
   * happened.
   */
  static Optional<Fact> of(
      Deployment deployment, Ruling ruling, List<CallLog.Call> ofTick, Instant now) {
    Untold untold = deployment.memory().pace().untold();
    List<CallLog.Call> calls = Untold.with(untold, ofTick);
    String event = event(ruling, calls);
    if (event == null && untold != null) event = "step.waiting";
    if (event == null) return Optional.empty();
    Progress progress = ruling.next().progress();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", progress.state().name());
    data.put("step", deployment.step().name());
    if (progress.awsStatus() != null) data.put("aws_status", progress.awsStatus());
    if (progress.reasonCode() != null) data.put("reason_code", progress.reasonCode());
    progress.reasonPage().ifPresent(page -> data.put("reason_page", page));
    examined(deployment, ruling, data);
    switched(deployment, ruling, data);
    if (untold != null) data.put("untold", untold(untold));
    List<Map<String, String>> made =
        calls.stream().filter(TickFact::worthKeeping).map(TickFact::call).toList();
    if (!made.isEmpty()) data.put("aws_calls", made);
    return Optional.of(
        new Fact(
            "endpoint",
            deployment.endpoint(),
            event,
            "slipway",
            ruling.event() != null || calls.stream().allMatch(CallLog.Call::looks)
                ? ruling.summary()
                : calledAndWaits(calls, ruling),
            deployment.id(),
            data,
            now));
  }

  /** Since when history had refused events, and the fault of the last tick then. */
  private static Map<String, String> untold(Untold untold) {
    return Map.of(
        "since", untold.since().toString(), "fault", untold.fault(), "refusal", untold.refusal());
  }

  /** Adds what this tick has found out about the new fleet, with the measurements. */
  private static void examined(Deployment deployment, Ruling ruling, Map<String, Object> data) {
    List<Judgement> judgements = ruling.next().memory().judgements();
    if (judgements.size() > deployment.memory().judgements().size()) {
      data.put("judgement", plain(judgements.getLast()));
    }
    Diagnosis diagnosis = ruling.next().memory().diagnosis();
    if (diagnosis != null && deployment.memory().diagnosis() == null) {
      data.put("cause", diagnosis.cause().name());
      data.put("log_group", diagnosis.logGroup());
    }
    SmokeTest test = ruling.next().memory().smokeTest();
    SmokeTest before = deployment.memory().smokeTest();
    boolean known = before != null && before.outcome() != null;
    if (test != null && test.outcome() != null && !known) data.put("smoke_test", plain(test));
  }

  /** Adds which SageMaker endpoint serves under the stable name from now on. */
  private static void switched(Deployment deployment, Ruling ruling, Map<String, Object> data) {
    Swap before = deployment.swap();
    Swap after = ruling.next().swap();
    if (before == null || after == null) return;
    if (after.backAt() != null && before.backAt() == null) {
      data.put("physical_name", after.from());
      data.put("instead_of", after.to());
    } else if (after.switched() && !before.switched()) {
      data.put("physical_name", after.to());
      data.put("instead_of", after.from());
    }
  }

  private static Object plain(Object value) {
    return Json.mapper().convertValue(value, Object.class);
  }

  /**
   * The sentence for a tick that was held back or waits, after it had made a call that changes AWS.
   */
  private static String calledAndWaits(List<CallLog.Call> calls, Ruling ruling) {
    boolean onlyTheLever =
        calls.stream()
            .filter(call -> !call.looks())
            .allMatch(call -> call.operation().equals("PutMetricData"));
    return (onlyTheLever ? "Published the abort metric's value. " : "Asked AWS for a change. ")
        + ruling.summary();
  }

  private static @Nullable String event(Ruling ruling, List<CallLog.Call> calls) {
    if (ruling.event() != null) return ruling.event();
    return calls.stream().anyMatch(call -> !call.looks()) ? "step.changed" : null;
  }

  private static boolean worthKeeping(CallLog.Call call) {
    return !call.looks() || call.error() != null || call.operation().equals("DescribeEndpoint");
  }

  private static Map<String, String> call(CallLog.Call call) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("service", call.service());
    told.put("operation", call.operation());
    if (call.requestId() != null) told.put("request_id", call.requestId());
    if (call.error() != null) told.put("error", call.error());
    return told;
  }
}
