package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CallLog;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.endpoint.Endpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The engine: one tick of one deployment. Loads it, lets its step look and act at most once outside
 * any transaction, and stores state, record and next wake-up in one.
 */
@Component
class RunTick {

  private static final Logger LOG = LoggerFactory.getLogger(RunTick.class);

  private final Deployments deployments;
  private final StepContexts contexts;
  private final Steps steps;
  private final OwnedResources resources;
  private final Endpoints endpoints;
  private final Ticks ticks;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transactions;

  RunTick(
      Deployments deployments,
      StepContexts contexts,
      Steps steps,
      OwnedResources resources,
      Endpoints endpoints,
      Ticks ticks,
      CloudClock clock,
      ApplicationEventPublisher events,
      TransactionTemplate transactions) {
    this.deployments = deployments;
    this.contexts = contexts;
    this.steps = steps;
    this.resources = resources;
    this.endpoints = endpoints;
    this.ticks = ticks;
    this.clock = clock;
    this.events = events;
    this.transactions = transactions;
  }

  /** Runs a tick, unless the deployment has moved on without it. */
  void run(UUID deploymentId, long tick) {
    Optional<Deployment> found = deployments.find(deploymentId);
    if (found.isEmpty() || found.get().tick() != tick || !found.get().state().runs()) return;
    Deployment deployment = found.get();
    CallLog calls = new CallLog();
    Outcome outcome = calls.during(() -> outcome(deployment));
    try {
      transactions.executeWithoutResult(done -> conclude(deployment, outcome, calls.calls()));
    } catch (Deployments.Lapsed lapsed) {
      LOG.info("A tick left no trace: {}", lapsed.getMessage());
    }
  }

  private Outcome outcome(Deployment deployment) {
    Step step = steps.named(deployment.step());
    StepContext context = contexts.of(deployment, clock.now());
    try {
      return deployment.undoing() ? step.undo(context) : step.advance(context);
    } catch (CloudFailure failure) {
      String what =
          failure.operation() + " answered " + failure.aws().code() + ": " + failure.text();
      return failure.passing()
          ? new Outcome.Unanswered(what)
          : new Outcome.Impossible("aws-refused", what);
    }
  }

  private void conclude(Deployment deployment, Outcome outcome, List<CallLog.Call> calls) {
    Instant now = clock.now();
    Ruling ruling = Rules.rule(deployment, outcome, now);
    deployments.store(ruling.next());
    resources.record(deployment, ruling.resources(), now);
    if (ruling.releaseServes()) {
      endpoints.serve(deployment.endpointId(), Objects.requireNonNull(deployment.releaseId()));
    }
    DeploymentState state = ruling.next().state();
    if (state == DeploymentState.UPDATING && deployment.state() != state) {
      endpoints.expect(deployment.endpointId(), deployment.releaseId());
    } else if (state == DeploymentState.ROLLED_BACK || state == DeploymentState.FAILED) {
      endpoints.expect(deployment.endpointId(), null);
    }
    if (state == DeploymentState.SUCCEEDED && deployment.kind() == DeploymentKind.RETIRE) {
      endpoints.retire(deployment.endpointId());
    }
    String event = ruling.event();
    if (event == null && calls.stream().anyMatch(call -> !call.looks())) event = "step.changed";
    if (event != null) events.publishEvent(fact(deployment, ruling, event, calls, now));
    Duration wake = ruling.wake();
    if (wake != null) ticks.schedule(ruling.next(), wake);
  }

  private static Fact fact(
      Deployment deployment, Ruling ruling, String event, List<CallLog.Call> calls, Instant now) {
    Progress progress = ruling.next().progress();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", progress.state().name());
    data.put("step", deployment.step().name());
    if (progress.awsStatus() != null) data.put("aws_status", progress.awsStatus());
    if (progress.reasonCode() != null) data.put("reason_code", progress.reasonCode());
    List<Map<String, String>> made =
        calls.stream().filter(RunTick::worthKeeping).map(RunTick::call).toList();
    if (!made.isEmpty()) data.put("aws_calls", made);
    return new Fact(
        "endpoint",
        deployment.endpoint(),
        event,
        "slipway",
        ruling.summary(),
        deployment.id(),
        data,
        now);
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
