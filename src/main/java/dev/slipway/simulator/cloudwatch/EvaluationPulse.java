package dev.slipway.simulator.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the evaluation of alarms keeps up with AWS time.
 *
 * @param rounds how often all that was due was evaluated
 * @param due when the last round was due; null before the first
 * @param lag how far AWS time had gone beyond that when the round was done
 * @param worst the greatest lag so far
 */
public record EvaluationPulse(long rounds, @Nullable Instant due, Duration lag, Duration worst) {

  static final EvaluationPulse NONE = new EvaluationPulse(0, null, Duration.ZERO, Duration.ZERO);

  EvaluationPulse after(Instant roundDue, Instant done) {
    Duration behind = Duration.between(roundDue, done);
    return new EvaluationPulse(
        rounds + 1, roundDue, behind, behind.compareTo(worst) > 0 ? behind : worst);
  }
}
