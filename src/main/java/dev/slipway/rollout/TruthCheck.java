package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.SageMaker.DeployedImage;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.ReleasedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what SageMaker really did, once the endpoint is InService. Success is claimed on proof
 * alone: the endpoint runs the configuration that was asked for, and its variant has the release's
 * image. In every other case SageMaker went back, or somebody changed the endpoint.
 */
final class TruthCheck {

  /** The reason code of a rollback that was caused neither by an alarm nor by a decision. */
  static final String UNEXPLAINED = "rolled-back-by-sagemaker";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

  private TruthCheck() {}

  /**
   * The endpoint is InService with the configuration that was asked for. Looks whether it runs what
   * was released.
   */
  static Outcome proven(StepContext context, LiveEndpoint live, Sight sight) {
    Optional<LiveVariant> variant =
        live.variants().stream()
            .filter(one -> one.name().equals(context.endpoint().variant()))
            .findFirst();
    if (variant.isEmpty()) {
      return failed("The endpoint has no variant " + context.endpoint().variant() + ".", sight);
    }
    if (live.variants().size() > 1) {
      return failed(
          "The endpoint has variants that no release names beside "
              + context.endpoint().variant()
              + ".",
          sight);
    }
    List<String> digests =
        context.spec().containers().stream()
            .map(ReleasedContainer::imageDigest)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
    boolean allTold = digests.size() == context.spec().containers().size();
    List<String> images =
        variant.get().images().stream()
            .map(DeployedImage::resolved)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
    if (images.isEmpty() && !digests.isEmpty()) {
      return new Outcome.Waiting(LOOK_AGAIN, "SageMaker to say which image it runs", sight);
    }
    for (String image : images) {
      if (allTold && digests.stream().noneMatch(image::endsWith)) {
        return failed(
            "The endpoint runs the image "
                + image
                + " instead of "
                + String.join(", ", digests)
                + ".",
            sight);
      }
    }
    for (String digest : digests) {
      if (images.stream().noneMatch(image -> image.endsWith(digest))) {
        return failed("The endpoint does not run the image " + digest + ".", sight);
      }
    }
    return new Outcome.Done(
        "InService with "
            + live.endpointConfigName()
            + (allTold
                ? ", the image as released."
                : "; an image was released without a digest, so that it is not compared."),
        context.memory(),
        List.of(),
        sight);
  }

  /**
   * Looks whether a proof still holds some steps later, before the record says so: somebody may
   * have changed the endpoint in between. Autoscaling also changes the endpoint's status, to
   * Updating with the same configuration; that does not speak against the proof.
   *
   * @return why success must not be claimed; empty when the proof still holds
   */
  static Optional<Outcome> belied(
      StepContext context, Optional<LiveEndpoint> found, @Nullable Sight sight) {
    String config = context.made().endpointConfigName();
    if (found.isEmpty()) return Optional.of(Lost.stuck(context.endpoint().physicalName()));
    LiveEndpoint live = found.get();
    String moving = live.pending() == null ? null : live.pending().endpointConfigName();
    boolean serves = live.status().serves() && live.status() != EndpointStatus.ROLLING_BACK;
    if (serves
        && live.endpointConfigName().equals(config)
        && (moving == null || moving.equals(config))) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Stuck(
            "endpoint-changed-elsewhere",
            "After the update the endpoint is "
                + live.rawStatus()
                + " with "
                + live.endpointConfigName()
                + (moving == null ? "" : ", on its way to " + moving)
                + " instead of "
                + config
                + ": somebody has changed it.",
            sight));
  }

  private static Outcome failed(String reason, Sight sight) {
    return new Outcome.Stuck("truth-check-failed", reason, sight);
  }

  /**
   * The endpoint is InService with another configuration than the one asked for: it was rolled
   * back, or changed by somebody else.
   */
  static Outcome wentElsewhere(StepContext context, LiveEndpoint live, @Nullable Sight sight) {
    Memory.Before before = context.memory().before();
    boolean wentBack =
        before != null && live.endpointConfigName().equals(before.endpointConfigName());
    if (!wentBack) {
      return new Outcome.Stuck(
          "endpoint-changed-elsewhere",
          "The endpoint runs "
              + live.endpointConfigName()
              + ", which is neither what was asked for nor what ran before.",
          sight);
    }
    List<LiveAlarm> firing = WatchedAlarms.bySageMaker(context).firing();
    if (!live.endpointConfigName().equals(context.endpoint().currentConfig())) {
      return new Outcome.Stuck(
          "went-back-to-no-release",
          "SageMaker went back to "
              + live.endpointConfigName()
              + ", which ran before the update but belongs to no release that serves on record. "
              + reason(context, live, firing),
          sight);
    }
    return new Outcome.WentBack(code(context, live, firing), reason(context, live, firing), sight);
  }

  /**
   * Whether an update goes or went back by AWS's own doing: for want of capacity, or for a reason
   * that AWS has not told, or may tell at the end only.
   */
  static boolean byAws(Progress progress) {
    String code = progress.reasonCode();
    return Shortage.CODE.equals(code) || UNEXPLAINED.equals(code);
  }

  /**
   * The code of the reason why the update goes or went back. A decision that came when it went back
   * already is not the reason.
   */
  static String code(StepContext context, LiveEndpoint live, List<LiveAlarm> firing) {
    Abort abort = context.deployment().abort();
    String known = context.deployment().progress().reasonCode();
    if (abort != null && known == null) return abort.cause().code();
    // While it goes back SageMaker may not say why yet.
    if (Shortage.told(live.failureReason()) && (known == null || known.equals(UNEXPLAINED))) {
      return Shortage.CODE;
    }
    if (known != null) return known;
    boolean alarm =
        !firing.isEmpty()
            || String.valueOf(live.failureReason()).toLowerCase(Locale.ROOT).contains("alarm");
    return alarm ? Blame.ALARM_FIRED : UNEXPLAINED;
  }

  /** The sentence on why the update goes or went back, with AWS's reason and the alarm's. */
  static String reason(StepContext context, LiveEndpoint live, List<LiveAlarm> firing) {
    String known = context.deployment().progress().reason();
    Abort abort = context.deployment().abort();
    if (known == null && abort != null) known = abort.sentence();
    if (known == null && !firing.isEmpty()) {
      known = WatchedAlarms.fired(context, firing.getFirst());
    }
    boolean told = live.failureReason() != null && !live.failureReason().isBlank();
    String failure = Diagnosing.failure(context, live);
    if (known != null) {
      return told && !known.contains(failure) ? known + " SageMaker: " + failure : known;
    }
    if (told) return "SageMaker rolled back: " + failure;
    Release previous = context.previous();
    return "SageMaker went back to "
        + (previous == null ? "the earlier configuration" : "release " + previous.number())
        + " and gave no reason.";
  }
}
