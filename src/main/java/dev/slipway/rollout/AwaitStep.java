package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Until SageMaker is done, and what it did is known. Success is claimed on proof alone: the
 * endpoint is InService, runs the configuration that was asked for, and its variant has the
 * release's image.
 */
@Component
class AwaitStep implements Step {

  private static final Duration SHORTEST_POLL = Duration.ofSeconds(6);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  /** What AWS may take beyond the policy's own timeout to bring a fleet up or down. */
  private static final Duration PROVISIONING = Duration.ofMinutes(45);

  @Override
  public StepName name() {
    return StepName.AWAIT;
  }

  @Override
  public Outcome advance(StepContext context) {
    Optional<LiveEndpoint> found =
        context.cloud().sageMaker().findEndpoint(context.endpoint().physicalName());
    if (found.isEmpty()) {
      return new Outcome.Stuck(
          "endpoint-lost", "The endpoint is gone: somebody deleted it while it was updated.", null);
    }
    LiveEndpoint live = found.get();
    Sight sight = Fleets.seen(context, live);
    String config = Objects.requireNonNull(context.made().endpointConfigName());
    return switch (live.status()) {
      case IN_SERVICE ->
          live.endpointConfigName().equals(config)
              ? proven(context, live, sight)
              : wentElsewhere(context, live, sight);
      case CREATING, UPDATING, SYSTEM_UPDATING -> moving(context, live, sight);
      case ROLLING_BACK ->
          overdue(context, live, sight)
              .orElseGet(() ->
                  new Outcome.GoingBack(
                      "rolled-back-by-sagemaker", reason(context, live), pause(context), sight));
      case FAILED ->
          context.previous() == null
              ? new Outcome.Impossible(
                  "endpoint-creation-failed",
                  "SageMaker could not create the endpoint: " + live.failureReason())
              : new Outcome.Stuck(
                  "endpoint-failed", "The endpoint is Failed: " + live.failureReason(), sight);
      case UPDATE_ROLLBACK_FAILED ->
          new Outcome.Stuck(
              "update-rollback-failed",
              "Both the update and SageMaker's way back failed; mixed fleets may serve: "
                  + live.failureReason(),
              sight);
      case DELETING, OUT_OF_SERVICE, UNKNOWN ->
          new Outcome.Stuck(
              "endpoint-changed-elsewhere",
              "SageMaker reports " + live.rawStatus() + ", which no update leads to.",
              sight);
    };
  }

  private static Outcome moving(StepContext context, LiveEndpoint live, Sight sight) {
    Optional<Outcome> overdue = overdue(context, live, sight);
    if (overdue.isPresent()) return overdue.get();
    for (LiveAlarm alarm : firing(context)) {
      return new Outcome.GoingBack(
          "rollback-alarm-fired",
          "The alarm " + alarm.name() + " fired: " + alarm.reason(),
          pause(context),
          sight);
    }
    return new Outcome.Waiting(pause(context), waitingFor(live), sight);
  }

  private static Optional<Outcome> overdue(StepContext context, LiveEndpoint live, Sight sight) {
    if (context.inStep().compareTo(deadline(context.spec().rollout())) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Stuck(
            "update-overdue",
            "SageMaker is still "
                + live.rawStatus()
                + " after "
                + context.inStep().toMinutes()
                + " minutes, longer than the policy allows.",
            sight));
  }

  private static List<LiveAlarm> firing(StepContext context) {
    List<String> names = AlarmsStep.watchedBySageMaker(context);
    if (names.isEmpty()) return List.of();
    return context.cloud().alarms().find(names).values().stream()
        .filter(alarm -> alarm.state() == AlarmState.ALARM)
        .toList();
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

  private static Outcome proven(StepContext context, LiveEndpoint live, Sight sight) {
    if (context.deployment().state() == DeploymentState.ROLLING_BACK) {
      return new Outcome.Stuck(
          "alarm-fired-but-release-serves",
          "A rollback alarm fired, but the update had finished: the new release serves all traffic."
              + " "
              + context.deployment().progress().reason(),
          sight);
    }
    ReleaseSpec spec = context.spec();
    Optional<LiveVariant> variant =
        live.variants().stream()
            .filter(one -> one.name().equals(context.endpoint().variant()))
            .findFirst();
    if (variant.isEmpty()) {
      return new Outcome.Stuck(
          "truth-check-failed",
          "The endpoint has no variant " + context.endpoint().variant() + ".",
          sight);
    }
    String digest = spec.imageDigest();
    if (digest == null) {
      return new Outcome.Done(
          "InService with "
              + live.endpointConfigName()
              + "; the image was released without a digest.",
          context.memory(),
          List.of(),
          sight);
    }
    List<String> images =
        variant.get().images().stream()
            .map(DeployedImage::resolved)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
    for (String image : images) {
      if (!image.endsWith(digest)) {
        return new Outcome.Stuck(
            "truth-check-failed",
            "The endpoint runs the image " + image + " instead of " + digest + ".",
            sight);
      }
    }
    if (images.isEmpty()) {
      return overdue(context, live, sight)
          .orElseGet(() ->
              new Outcome.Waiting(LONGEST_POLL, "SageMaker to say which image it runs", sight));
    }
    return new Outcome.Done(
        "InService with " + live.endpointConfigName() + ", the image as released.",
        context.memory(),
        List.of(),
        sight);
  }

  /** InService, but not with what was asked for: rolled back, or changed by somebody else. */
  static Outcome wentElsewhere(StepContext context, LiveEndpoint live, @Nullable Sight sight) {
    Memory.Before before = context.memory().before();
    boolean wentBack =
        before != null && live.endpointConfigName().equals(before.endpointConfigName());
    if (wentBack && !live.endpointConfigName().equals(context.endpoint().currentConfig())) {
      return new Outcome.Stuck(
          "went-back-to-no-release",
          "SageMaker went back to "
              + live.endpointConfigName()
              + ", which ran before the update but belongs to no release that serves on record. "
              + reason(context, live),
          sight);
    }
    if (wentBack) {
      return new Outcome.WentBack("rolled-back-by-sagemaker", reason(context, live), sight);
    }
    return new Outcome.Stuck(
        "endpoint-changed-elsewhere",
        "The endpoint runs "
            + live.endpointConfigName()
            + ", which is neither what was asked for nor what ran before.",
        sight);
  }

  /** AWS's reason, or the alarm's when AWS gives none. */
  private static String reason(StepContext context, LiveEndpoint live) {
    String known = context.deployment().progress().reason();
    String failure = live.failureReason();
    if (known != null && failure != null) return known + " SageMaker: " + failure;
    if (known != null) return known;
    if (failure != null && !failure.isBlank()) return "SageMaker rolled back: " + failure;
    for (LiveAlarm alarm : firing(context)) {
      return "The alarm " + alarm.name() + " fired: " + alarm.reason();
    }
    Release previous = context.previous();
    return "SageMaker went back to "
        + (previous == null ? "the earlier configuration" : "release " + previous.number())
        + " and gave no reason.";
  }

  private static Duration deadline(RolloutPolicy policy) {
    return Duration.ofSeconds(policy.maximumExecutionTimeoutSeconds()).plus(PROVISIONING);
  }

  private static Duration pause(StepContext context) {
    Duration growing = context.inStep().dividedBy(20);
    if (growing.compareTo(SHORTEST_POLL) < 0) return SHORTEST_POLL;
    return growing.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : growing;
  }
}
