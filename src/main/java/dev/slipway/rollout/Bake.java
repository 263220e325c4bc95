package dev.slipway.rollout;

import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in which SageMaker does not move traffic and watches the rollback alarms. It is read from
 * SageMaker's progress message, such as "Baking for 300 seconds (WaitIntervalInSeconds) with
 * traffic enabled on canary capacity of 1 instance(s)."
 *
 * @param full all traffic is on the new fleet
 * @param share the new fleet's share of the traffic, more than 0 and at most 1
 * @param since when it began
 * @param length how long it lasts, unless an alarm ends it
 */
record Bake(boolean full, double share, Instant since, Duration length) {

  private static final Pattern SECONDS = Pattern.compile("for (\\d+) second");
  private static final Pattern ACTIVE = Pattern.compile("capacity of (\\d+) instance");

  /** The bake that an endpoint is in; empty when it is in none. */
  static Optional<Bake> of(LiveEndpoint live, RolloutPolicy policy, Instant now) {
    Pending pending = live.pending();
    if (pending == null) return Optional.empty();
    for (LiveVariant variant : pending.variants()) {
      for (VariantProgress line : variant.progress()) {
        if (line.status().equals("Baking")) {
          return Optional.of(read(variant, line, policy, now));
        }
      }
    }
    return Optional.empty();
  }

  private static Bake read(
      LiveVariant variant, VariantProgress line, RolloutPolicy policy, Instant now) {
    String message = message(line);
    boolean full = full(message);
    int told = number(SECONDS, message);
    int seconds =
        told >= 0 ? told : full ? policy.terminationWaitSeconds() : policy.waitIntervalSeconds();
    return new Bake(
        full,
        told(variant, line).orElse(0.5),
        line.startedAt() == null ? now : line.startedAt(),
        Duration.ofSeconds(seconds));
  }

  /**
   * The new fleet's share that a line of its variant tells of, while traffic moves to it as well as
   * while it bakes. The line names instances, since SageMaker rounds sizes in percent to these.
   * Empty where the line names no capacity.
   */
  static Optional<Double> told(LiveVariant variant, VariantProgress line) {
    String message = message(line);
    if (full(message)) return Optional.of(1.0);
    int active = number(ACTIVE, message);
    Integer all = variant.desiredInstanceCount();
    if (active <= 0 || all == null || all <= 0) return Optional.empty();
    return Optional.of(Math.min(1, (double) active / all));
  }

  private static String message(VariantProgress line) {
    return String.valueOf(line.message()).toLowerCase(Locale.ROOT);
  }

  private static boolean full(String message) {
    return message.contains("full capacity");
  }

  private static int number(Pattern pattern, String message) {
    Matcher found = pattern.matcher(message);
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  Instant until() {
    return since.plus(length);
  }

  /** Whether both fleets serve, so that they can be compared. */
  boolean shared() {
    return !full && share < 1;
  }
}
