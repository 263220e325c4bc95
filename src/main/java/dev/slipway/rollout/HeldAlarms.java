package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Alarms of Slipway's that a composite alarm of somebody else depends on. CloudWatch deletes such
 * an alarm only after the composite alarm. No deployment waits for that: the alarm stays on record
 * as left, and {@link CollectLeft} deletes it later, once it is free. A release that wants the
 * alarm before that takes it into use again.
 */
final class HeldAlarms {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private HeldAlarms() {}

  /** What the record says of an alarm that is left. */
  static ResourceChange left(String name) {
    return ResourceChange.left(ResourceKind.ALARM, name, LeftResources.AFTER_A_REFUSAL);
  }

  /** What is said of the alarms that stay; empty when none does. */
  static String told(Collection<String> names) {
    return names.isEmpty()
        ? ""
        : "Left the alarm"
            + (names.size() == 1 ? " " : "s ")
            + String.join(", ", names)
            + ": a composite alarm depends on "
            + (names.size() == 1 ? "it" : "them")
            + ", so CloudWatch does not let go. Slipway tries again in "
            + LeftResources.AFTER_A_REFUSAL.toHours()
            + " hours.";
  }

  /** Waits while {@link CollectLeft} deletes an alarm that is wanted again; it is put anew then. */
  static Optional<Outcome> leaving(StepContext context, String name) {
    return context.collecting(ResourceKind.ALARM, name)
        ? Optional.of(
            new Outcome.Waiting(
                LOOK_AGAIN,
                "the alarm " + name + ", left by an earlier deployment, to be gone",
                null))
        : Optional.empty();
  }

  /** Deletes the alarms that are ours, and tells what the record says of each name then. */
  static List<ResourceChange> delete(Alarms alarms, List<String> ours, List<String> onRecord) {
    List<String> held = ours.isEmpty() ? List.of() : alarms.delete(ours);
    return onRecord.stream()
        .map(name ->
            held.contains(name) ? left(name) : ResourceChange.gone(ResourceKind.ALARM, name))
        .toList();
  }
}
