package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.endpoint.Bakes;
import dev.slipway.environment.Hosting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until SageMaker is done and it is known what it did, which {@link TruthCheck} finds out.
 * While SageMaker works, this step watches the alarms, and {@link Lever} stops the update when it
 * is to be undone.
 */
@Component
class AwaitStep implements Step {

  /** A poll is two calls, endpoint and alarms; a deployment makes less than one in 5 s. */
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(12);

  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  /** What AWS may usually take beyond the policy's own timeout to bring a fleet up or down. */
  private static final Duration PROVISIONING = Duration.ofMinutes(45);

  private final SmokeTesting smokeTesting;

  AwaitStep(SmokeTesting smokeTesting) {
    this.smokeTesting = smokeTesting;
  }

  @Override
  public StepName name() {
    return StepName.AWAIT;
  }

  @Override
  public Outcome advance(StepContext context) {
    Optional<LiveEndpoint> found =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    Abort abort = context.deployment().abort();
    if (abort != null && context.updated() == null) return unmake(context, found);
    if (found.isEmpty()) {
      return Lost.stuck(context.endpoint().physicalName());
    }
    LiveEndpoint live = found.get();
    Sight sight = Fleets.seen(context, live);
    return switch (live.status()) {
      case IN_SERVICE -> inService(context, live, sight);
      case CREATING, UPDATING, SYSTEM_UPDATING -> moving(context, live, sight);
      case ROLLING_BACK ->
          overdue(context, live, sight).orElseGet(() -> back(context, live, sight));
      case FAILED ->
          Diagnosing.once(context, live, sight).orElseGet(() -> failed(context, live, sight));
      case UPDATE_ROLLBACK_FAILED ->
          new Outcome.Stuck(
              "update-rollback-failed",
              "Both the update and SageMaker's way back failed; mixed fleets may serve: "
                  + Diagnosing.failure(context, live),
              sight);
      case DELETING, OUT_OF_SERVICE, UNKNOWN ->
          new Outcome.Stuck(
              "endpoint-changed-elsewhere",
              "SageMaker reports " + live.rawStatus() + ", which no update leads to.",
              sight);
    };
  }

  private static Outcome failed(StepContext context, LiveEndpoint live, Sight sight) {
    return context.updated() == null
        ? new Outcome.Impossible(
            Shortage.told(live.failureReason()) ? Shortage.CODE : "endpoint-creation-failed",
            Diagnosing.with(
                context,
                "SageMaker could not create the endpoint: " + Diagnosing.failure(context, live)))
        : new Outcome.Stuck(
            "endpoint-failed",
            Diagnosing.with(
                context, "The endpoint is Failed: " + Diagnosing.failure(context, live)),
            sight);
  }

  /**
   * The endpoint is in service with another configuration than the one asked for. Where neither an
   * alarm nor a decision took the update back, the new fleet did not come up, and the containers'
   * logs are read.
   */
  private static Outcome wentElsewhere(StepContext context, LiveEndpoint live, Sight sight) {
    Outcome outcome = TruthCheck.wentElsewhere(context, live, sight);
    if (!(outcome instanceof Outcome.WentBack back)
        || !back.code().equals(TruthCheck.UNEXPLAINED)) {
      return outcome;
    }
    Optional<String> fired =
        WatchedAlarms.ifReadable(
            () -> WatchedAlarms.look(context).firedSince(context.deployment().createdAt()));
    if (fired.isPresent()) return new Outcome.WentBack(Blame.ALARM_FIRED, fired.get(), sight);
    return Diagnosing.once(context, live, sight)
        .orElseGet(() ->
            new Outcome.WentBack(back.code(), Diagnosing.with(context, back.reason()), sight));
  }

  private Outcome inService(StepContext context, LiveEndpoint live, Sight sight) {
    String config = Objects.requireNonNull(context.made().endpointConfigName());
    if (!live.endpointConfigName().equals(config)) {
      return wentElsewhere(context, live, sight);
    }
    Outcome outcome = TruthCheck.proven(context, live, sight);
    if (outcome instanceof Outcome.Waiting) {
      return overdue(context, live, sight).orElse(outcome);
    }
    boolean toBeUndone = context.deployment().state() == DeploymentState.ROLLING_BACK;
    if (outcome instanceof Outcome.Done && toBeUndone) {
      return new Outcome.TooLate(whyUndone(context), sight);
    }
    if (outcome instanceof Outcome.Done && context.deployment().abort() == null) {
      return Judging.afterwards(context, live, sight)
          .or(() -> smokeTesting.afterwards(context, sight))
          .or(() -> unheard(context, sight))
          .orElse(outcome);
    }
    return outcome;
  }

  /**
   * Waits for an alarm that was put back. It says nothing at first, and SageMaker may have ended
   * the update meanwhile; if the alarm fires then, that counts all the same.
   */
  private static Optional<Outcome> unheard(StepContext context, Sight sight) {
    // The only changes that this step makes before a release serves are alarms that it puts back.
    if (context.memory().pace().changes() == 0) return Optional.empty();
    WatchedAlarms alarms = WatchedAlarms.bySageMaker(context);
    List<LiveAlarm> firing = alarms.firing();
    if (!firing.isEmpty()) {
      String fired = WatchedAlarms.fired(context, firing.getFirst());
      Abort abort = Abort.bySlipway(Abort.Cause.ALARM, fired, context.now());
      return Optional.of(new Outcome.TooLate(abort, sight));
    }
    return alarms
        .putBack()
        .or(() ->
            alarms
                .unevaluated()
                .map(name ->
                    new Outcome.Waiting(
                        SHORTEST_POLL,
                        "CloudWatch to evaluate the alarm " + name + " once",
                        sight)));
  }

  /** Why the release is to be undone, although SageMaker has finished the update. */
  private static Abort whyUndone(StepContext context) {
    Abort abort = context.deployment().abort();
    if (abort != null) return abort;
    String reason = context.deployment().progress().why();
    return Abort.bySlipway(Abort.Cause.ALARM, reason, context.now());
  }

  private Outcome moving(StepContext context, LiveEndpoint live, Sight sight) {
    Optional<Outcome> overdue = overdue(context, live, sight);
    if (overdue.isPresent()) return overdue.get();
    Optional<Bake> bake = Bake.of(live, context.spec().rollout(), context.now());
    WatchedAlarms alarms = WatchedAlarms.bySageMaker(context);
    List<LiveAlarm> firing = alarms.firing();
    Abort abort = context.deployment().abort();
    if (!firing.isEmpty()) {
      if (abort != null) Lever.pullAgain(context, bake);
      return new Outcome.GoingBack(
          TruthCheck.code(context, live, firing),
          abort == null ? WatchedAlarms.fired(context, firing.getFirst()) : abort.sentence(),
          pause(context),
          sight);
    }
    // SageMaker cannot act on an alarm that somebody has deleted; the lever is one of them.
    Optional<Outcome> putBack = alarms.putBack();
    if (putBack.isPresent()) return putBack.get();
    if (abort != null) return Lever.pull(context, live, sight, bake);
    Optional<Outcome> examined =
        mayGoBackUnseen(context, live, bake, alarms)
            ? Optional.empty()
            : examine(context, live, bake, sight);
    return examined.orElseGet(
        () -> new Outcome.Waiting(untilNextLook(context, bake), waitingFor(live), sight));
  }

  /**
   * Whether SageMaker may be on its way back, though no alarm fires: it ends the new instances, or
   * does not bake and an alarm has fired since the update began. What the judge and the smoke test
   * say then would hide why it goes back. Where it goes on after all, they are made up for.
   */
  private static boolean mayGoBackUnseen(
      StepContext context, LiveEndpoint live, Optional<Bake> bake, WatchedAlarms alarms) {
    if (bake.isPresent()) return false;
    if (TrafficShare.endsNew(live)) return true;
    Instant begun = context.now().minus(context.inStep());
    return WatchedAlarms.ifReadable(() -> alarms.pastSince(begun)).isPresent();
  }

  /**
   * While both fleets serve, the judge comes first, since its minutes pass. Later a look that was
   * lost can wait for the smoke test.
   */
  private Optional<Outcome> examine(
      StepContext context, LiveEndpoint live, Optional<Bake> bake, Sight sight) {
    return bake.filter(Bake::shared).isPresent()
        ? Judging.during(context, live, bake, sight)
            .or(() -> smokeTesting.during(context, bake, sight))
        : smokeTesting
            .during(context, bake, sight)
            .or(() -> Judging.during(context, live, bake, sight));
  }

  /** The time until the next look: a poll's length, or less where the judge has to look earlier. */
  private static Duration untilNextLook(StepContext context, Optional<Bake> bake) {
    Duration poll = pause(context);
    return Judging.due(context, bake)
        .map(due -> Duration.between(context.now(), due))
        .filter(left -> left.compareTo(poll) < 0)
        .orElse(poll);
  }

  private static Outcome back(StepContext context, LiveEndpoint live, Sight sight) {
    List<LiveAlarm> firing = WatchedAlarms.bySageMaker(context).firing();
    return new Outcome.GoingBack(
        TruthCheck.code(context, live, firing),
        TruthCheck.reason(context, live, firing),
        pause(context),
        sight);
  }

  /**
   * Deletes the endpoint, which never served, once its creation is over: SageMaker cannot stop it.
   */
  private static Outcome unmake(StepContext context, Optional<LiveEndpoint> found) {
    if (found.isEmpty()) return new Outcome.CalledOff("The endpoint is gone; it never served.");
    LiveEndpoint live = found.get();
    if (live.status().moving()) {
      return new Outcome.Waiting(
          LONGEST_POLL,
          live.status() == EndpointStatus.DELETING
              ? "SageMaker to delete the endpoint"
              : "SageMaker to end the creation, which it cannot stop; the endpoint is deleted then",
          Fleets.seen(context, live));
    }
    if (!context.madeHere(ResourceKind.ENDPOINT, live.name())
        || !context.ours(context.cloud().sageMaker().tags(live.arn()))) {
      return context.stranger("endpoint", live.name());
    }
    context.cloud().sageMaker().deleteEndpoint(live.name());
    return new Outcome.Changed(
        "Deleted the endpoint " + live.name() + ", whose creation was called off.",
        context.memory());
  }

  private static Optional<Outcome> overdue(StepContext context, LiveEndpoint live, Sight sight) {
    return overdue(live, context.inStep(), deadline(context, live), sight);
  }

  /** Asks for a person where the update has taken longer than it may. */
  static Optional<Outcome> overdue(
      LiveEndpoint live, Duration taken, Duration deadline, Sight sight) {
    if (taken.compareTo(deadline) <= 0) return Optional.empty();
    return Optional.of(
        new Outcome.Stuck(
            "update-overdue",
            "SageMaker is still "
                + live.rawStatus()
                + " after "
                + taken.toMinutes()
                + " minutes, longer than the policy allows.",
            sight));
  }

  private static String waitingFor(LiveEndpoint live) {
    if (live.pending() != null) {
      for (LiveVariant variant : live.pending().variants()) {
        if (!variant.progress().isEmpty()) {
          var line = variant.progress().getFirst();
          return line.message() == null ? line.status() : line.message();
        }
      }
    }
    return "SageMaker (" + live.rawStatus() + ")";
  }

  private static Duration deadline(StepContext context, LiveEndpoint live) {
    int instances = context.capacity(live.desiredInstances()).instances();
    RolloutPolicy policy = context.policy(live, instances);
    int batches = context.updated() == null ? 1 : Bakes.batches(policy, instances);
    return deadline(policy, context.spec().hosting(), batches);
  }

  /**
   * How long an update may take: the policy's own limit, and for each batch the time that AWS may
   * take to bring a fleet up. That time is longer where the release allows its container a longer
   * start.
   */
  static Duration deadline(RolloutPolicy policy, Hosting hosting, int batches) {
    Integer download = hosting.modelDataDownloadTimeoutSeconds();
    Integer startup = hosting.containerStartupTimeoutSeconds();
    Duration allowed =
        Duration.ofSeconds((download == null ? 0 : download) + (startup == null ? 0 : startup));
    Duration each = allowed.compareTo(PROVISIONING) > 0 ? allowed : PROVISIONING;
    return Duration.ofSeconds(policy.maximumExecutionTimeoutSeconds())
        .plus(each.multipliedBy(batches));
  }

  private static Duration pause(StepContext context) {
    Duration growing = context.inStep().dividedBy(20);
    if (growing.compareTo(SHORTEST_POLL) < 0) return SHORTEST_POLL;
    return growing.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : growing;
  }
}
