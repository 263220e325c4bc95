package dev.slipway.endpoint;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Call;
import dev.slipway.endpoint.Plan.Change;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Plan.Target;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what has to be done to bring an endpoint to a release. Pure: it is given all that it
 * looks at.
 */
final class Planner {

  /**
   * How long AWS takes to bring a fleet up and the old one down, or one batch of it. Used until the
   * endpoint's own history tells it better.
   */
  private static final int PROVISIONING_SECONDS = 420;

  /** The code of the remark that SageMaker is busy with the endpoint. */
  static final String MOVING = "endpoint-is-moving";

  /** The differences of the endpoint itself, which a plan tells in its own words. */
  private static final Set<String> OF_THE_ENDPOINT =
      Set.of("endpoint_config", "endpoint_status", "update");

  private Planner() {}

  /**
   * What the planner looks at.
   *
   * @param current the release on record; null for none
   * @param live the endpoint as AWS shows it; null when there is none
   * @param enlarged how many instances the fleet is brought to before the update; null where it
   *     stays
   * @param wanted the release to be reached
   * @param number its number, when it exists already
   * @param way forward, or one of the ways back
   * @param othersAlarms adopted alarms that are there and not on record as Slipway's
   * @param needsLever whether an update that nothing can stop is refused
   * @param collecting the calls that delete what retention no longer keeps once the release serves
   */
  record Question(
      Endpoint endpoint,
      @Nullable Release current,
      @Nullable LiveEndpoint live,
      @Nullable Integer enlarged,
      ReleaseSpec wanted,
      @Nullable Integer number,
      Way way,
      List<Difference> drift,
      Set<String> othersAlarms,
      boolean needsLever,
      ExistingResources existing,
      OptionalInt provisioningSeconds,
      List<Call> collecting) {}

  /** Which way a plan leads. */
  enum Way {
    FORWARD,
    /** Going back: no canary, no bake, no rollback alarms. */
    BACK,
    /** Going back after an attempt that came to no known end: never without a change. */
    SETTLING
  }

  static Plan plan(Question question) {
    Endpoint endpoint = question.endpoint();
    ReleaseSpec wanted = question.wanted();
    Release current = question.current();
    ReleaseSpec before = current == null ? null : current.spec();
    List<Change> changes = Changes.between(before, wanted);
    changes.addAll(changedElsewhere(question));
    changes.addAll(drifted(question.drift()));
    LiveEndpoint live = question.live();
    boolean noChanges = live != null && changes.isEmpty() && question.way() != Way.SETTLING;
    Integer serving = noChanges ? liveInstances(question) : updatedInstances(question);
    boolean back = question.way() != Way.FORWARD;
    int instances = Capacity.of(before, wanted, serving, back).instances();
    List<Remark> remarks = new ArrayList<>();
    boolean swaps = before != null && before.otherKind(wanted);
    boolean updated = before != null && !swaps;
    if (swaps) {
      remarks.addAll(SwapPlan.remarks(endpoint, wanted, question.way()));
      SwapPlan.others(question).ifPresent(remarks::add);
    }
    RolloutPolicy policy = wanted.rollout();
    if (back) {
      policy = WayBack.policy(before, wanted, live, instances);
      remarks.add(WayBack.remark(policy));
      if (updated && !noChanges) {
        FleetRemarks.shrinking(wanted, serving, instances).ifPresent(remarks::add);
      }
    } else {
      remarks.addAll(SageMakerRules.check(before, wanted, serving));
      if (question.number() == null) ManagedRole.require(wanted, question.existing().managed());
      if (question.needsLever()) AbortLever.require(before, wanted, instances);
    }
    if (live != null && updated && !noChanges) {
      KeptWarm.remark(before, wanted, live.serverless(), back).ifPresent(remarks::add);
    }
    if (live != null && live.status().moving()) {
      remarks.add(
          new Remark(
              Severity.WARNING,
              MOVING,
              "SageMaker reports " + live.rawStatus() + ": the update waits until it is done.",
              null));
    }
    int batches = updated ? Bakes.batches(policy, instances) : 1;
    int provisioning =
        noChanges ? 0 : batches * question.provisioningSeconds().orElse(PROVISIONING_SECONDS);
    int baking =
        noChanges || before == null
            ? 0
            : swaps
                ? SwapPlan.bakeSeconds(wanted, question.way())
                : Bakes.seconds(policy, instances);
    ExpectedSeconds expected = new ExpectedSeconds(provisioning, baking, provisioning + baking);
    if (updated && !back) {
      Bakes.outlasted(wanted, expected).ifPresent(remarks::add);
    }
    return Plan.of(
        endpoint.name(),
        new Target(question.number(), wanted.modelVersion(), wanted.contentHash()),
        changes,
        noChanges ? List.of() : calls(question, before),
        remarks,
        expected,
        noChanges);
  }

  /**
   * The change from a configuration that AWS runs and no release has: somebody has changed the
   * endpoint by hand.
   */
  private static List<Change> changedElsewhere(Question question) {
    LiveEndpoint live = question.live();
    String ours = question.endpoint().currentConfig();
    if (live == null || ours == null) return List.of();
    List<Change> changes = new ArrayList<>();
    String running =
        live.pending() == null ? live.endpointConfigName() : live.pending().endpointConfigName();
    if (!running.equals(ours)) {
      changes.add(new Change("endpoint_config", running, attempts(question.endpoint())));
    }
    switch (live.status()) {
      case OUT_OF_SERVICE, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN ->
          changes.add(new Change("endpoint_status", live.rawStatus(), "InService"));
      case IN_SERVICE, CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING -> {
        // The endpoint serves, or a remark says what it is doing.
      }
    }
    return changes;
  }

  /**
   * The changes that put drift right. Differences of the endpoint itself are among the other
   * changes already.
   */
  private static List<Change> drifted(List<Difference> drift) {
    return drift.stream()
        .filter(it -> !OF_THE_ENDPOINT.contains(it.field()))
        .map(it -> new Change("live." + it.field(), it.actual(), it.expected()))
        .toList();
  }

  private static @Nullable Integer liveInstances(Question question) {
    return question.live() == null ? null : question.live().desiredInstances();
  }

  /** How many serve when the update begins. */
  private static @Nullable Integer updatedInstances(Question question) {
    return question.enlarged() == null ? liveInstances(question) : question.enlarged();
  }

  private static String attempts(Endpoint endpoint) {
    return Names.endpointConfigs(endpoint.name());
  }

  /**
   * Whether an endpoint is created: there is none, or only one that never served and cannot serve
   * any more.
   */
  private static boolean created(Question question) {
    LiveEndpoint live = question.live();
    if (live == null) return true;
    return question.current() == null
        && (live.status() == EndpointStatus.FAILED || live.status() == EndpointStatus.DELETING);
  }

  private static List<Call> calls(Question question, @Nullable ReleaseSpec before) {
    Endpoint endpoint = question.endpoint();
    ReleaseSpec wanted = question.wanted();
    List<Call> calls = new ArrayList<>();
    if (wanted.executionRole().managed()) {
      String role = Names.executionRole(endpoint.name());
      if (!question.existing().role()) calls.add(new Call("iam", "CreateRole", role));
      if (!question.existing().policy()) calls.add(new Call("iam", "PutRolePolicy", role));
    }
    if (!question.existing().model()) {
      calls.add(new Call("sagemaker", "CreateModel", Names.models(endpoint.name())));
    }
    calls.add(new Call("sagemaker", "CreateEndpointConfig", attempts(endpoint)));
    boolean swaps = before != null && before.otherKind(wanted);
    if (swaps) return SwapPlan.calls(question, calls);
    Drifted drift = new Drifted(question.drift());
    calls.addAll(PlannedAlarms.paging(endpoint, before, wanted, drift, question.othersAlarms()));
    boolean off = before != null && before.refusedWhileScaled(wanted);
    boolean created = created(question);
    if (created) {
      LiveEndpoint live = question.live();
      if (live != null && live.status() == EndpointStatus.FAILED) {
        calls.add(new Call("sagemaker", "DeleteEndpoint", endpoint.physicalName()));
      }
      calls.add(new Call("sagemaker", "CreateEndpoint", endpoint.physicalName()));
    } else if (before == null) {
      calls.add(new Call("sagemaker", "UpdateEndpoint", endpoint.physicalName()));
    } else {
      if (question.way() == Way.FORWARD) calls.addAll(PlannedAlarms.rollback(endpoint));
      if (wanted.hosting().serverless() == null) {
        calls.add(AbortLever.published());
        calls.add(PlannedAlarms.put(Names.abort(attempts(endpoint))));
      }
      if (off) {
        String variant = endpoint.scaled(before).resourceId();
        calls.add(new Call("application-autoscaling", "DeregisterScalableTarget", variant));
      }
      calls.add(new Call("sagemaker", "UpdateEndpoint", endpoint.physicalName()));
    }
    Scaling registered =
        before == null || off || drift.lacks("autoscaling") ? null : before.autoscaling();
    calls.addAll(new PlannedCalls(endpoint, registered, drift).scaling(wanted));
    // The endpoint carries the number of the release that it runs.
    if (!created) {
      calls.add(new Call("sagemaker", "AddTags", endpoint.physicalName()));
    }
    calls.addAll(question.collecting());
    return calls;
  }
}
