package dev.slipway.simulator.sagemaker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantStatus;
import software.amazon.awssdk.services.sagemaker.model.VariantStatus;

/**
 * What is shown of a variant while its endpoint changes: a status, and a message in SageMaker's
 * words that names the stage and how many instances it is about.
 */
final class VariantStatuses {

  private final EndpointState state;

  VariantStatuses(EndpointState state) {
    this.state = state;
  }

  /** Of a variant that serves. */
  List<ProductionVariantStatus> ofLive(Variant variant) {
    return switch (state.change()) {
      case Change.Updating _ when variant.onDemand() -> List.of();
      case Change.Updating updating
          when rollout(updating).stage() instanceof Stage.Terminate terminate ->
          status(
              VariantStatus.DELETING,
              terminating(
                  rollout(updating)
                          .remainingBefore()
                          .map(counts -> of(counts, variant.name()))
                          .orElse(variant.currentCount())
                      - of(terminate.remaining(), variant.name())),
              updating.since());
      case Change.Resizing resizing ->
          variant.onDemand()
              ? status(VariantStatus.UPDATING, null, resizing.since())
              : status(
                  VariantStatus.UPDATING,
                  "Scaling "
                      + (variant.desiredCount() < variant.currentCount() ? "in" : "out")
                      + " desired instance count to "
                      + variant.desiredCount()
                      + ".",
                  resizing.since());
      case Change.Maintaining maintaining ->
          status(VariantStatus.UPDATING, null, maintaining.since());
      case Change.Deleting deleting ->
          status(VariantStatus.DELETING, terminating(variant.currentCount()), deleting.since());
      case Change.Creating _, Change.Updating _, Change.RollingBack _ -> List.of();
      case null -> List.of();
    };
  }

  /** Of a variant of a fleet that comes, or goes again. */
  List<ProductionVariantStatus> ofPending(Variant variant) {
    if (variant.onDemand()) {
      return List.of();
    }
    return switch (state.change()) {
      case Change.Creating creating ->
          status(VariantStatus.CREATING, launching(variant.desiredCount()), creating.since());
      case Change.Updating updating -> stageStatus(updating, variant.name());
      case Change.RollingBack back ->
          status(
              VariantStatus.DELETING,
              terminating(
                  back.left() == null
                      ? variant.desiredCount()
                      : of(back.left(), variant.name()) - of(back.leftAfter(), variant.name())),
              back.since());
      case Change.Resizing _, Change.Maintaining _, Change.Deleting _ -> List.of();
      case null -> List.of();
    };
  }

  private List<ProductionVariantStatus> stageStatus(Change.Updating updating, String variant) {
    return switch (rollout(updating).stage()) {
      case Stage.Provision provision ->
          status(
              VariantStatus.CREATING,
              launching(
                  of(provision.green(), variant) - of(rollout(updating).provisioned(), variant)),
              updating.since());
      case Stage.Activate activate ->
          status(
              VariantStatus.ACTIVATING_TRAFFIC,
              "Activating traffic on "
                  + (activate.full() ? "full" : "canary")
                  + " capacity of "
                  + of(activate.active(), variant)
                  + " instance(s).",
              updating.since());
      case Stage.Bake bake ->
          status(
              VariantStatus.BAKING,
              baking(bake, bake.active().equals(updating.green().counts()), variant),
              updating.since());
      case Stage.Terminate _ -> List.of();
    };
  }

  /** How many of a pending variant's instances exist. */
  int running(Variant variant) {
    if (!(state.change() instanceof Change.Updating updating)) {
      return 0;
    }
    return of(rollout(updating).provisioned(), variant.name());
  }

  private Rollout rollout(Change.Updating updating) {
    return Rollout.of(state.live(), updating);
  }

  private static String baking(Stage.Bake bake, boolean full, String variant) {
    return "Baking for "
        + bake.time().toSeconds()
        + " seconds ("
        + (bake.last() ? "TerminationWaitInSeconds" : "WaitIntervalInSeconds")
        + ") with traffic enabled on "
        + (full ? "full" : "canary")
        + " capacity of "
        + of(bake.active(), variant)
        + " instance(s).";
  }

  private static String launching(int instances) {
    return "Launching " + instances + " instance(s).";
  }

  private static String terminating(int instances) {
    return "Terminating " + instances + " instance(s).";
  }

  private static int of(Map<String, Integer> counts, String variant) {
    return counts.getOrDefault(variant, 0);
  }

  private static List<ProductionVariantStatus> status(
      VariantStatus status, @Nullable String message, Instant since) {
    return List.of(
        ProductionVariantStatus.builder()
            .status(status)
            .statusMessage(message)
            .startTime(since)
            .build());
  }
}
