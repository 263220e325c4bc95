package dev.slipway.simulator.sagemaker;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/**
 * How long things take, and what AWS does not document.
 *
 * @param create until the first fleet serves (provisioning time)
 * @param provision until a fleet or batch of an update is up (provisioning time)
 * @param shift how long moving traffic takes
 * @param terminate how long draining and stopping instances takes (provisioning time)
 * @param resize until changed counts and weights hold (provisioning time)
 * @param delete until a deleted endpoint is gone (provisioning time)
 * @param coldStart until a serverless variant's new environment can answer
 * @param idle after which such an environment is stopped
 * @param ping how often an instance that serves is asked whether it is well
 * @param departures from the stated defaults of what AWS does not document
 */
public record SageMakerOptions(
    Duration create,
    Duration provision,
    Duration shift,
    Duration terminate,
    Duration resize,
    Duration delete,
    Duration coldStart,
    Duration idle,
    Duration ping,
    Set<Undocumented> departures) {

  public SageMakerOptions {
    departures = Set.copyOf(departures);
  }

  /** What AWS takes, about, and the stated default of every switch. */
  public static SageMakerOptions usual() {
    return new SageMakerOptions(
        Duration.ofSeconds(180),
        Duration.ofSeconds(180),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30),
        Duration.ofSeconds(8),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Set.of());
  }

  /** The same with departures from the defaults. */
  public SageMakerOptions with(Undocumented... more) {
    Set<Undocumented> all = EnumSet.noneOf(Undocumented.class);
    all.addAll(departures);
    all.addAll(List.of(more));
    return new SageMakerOptions(
        create, provision, shift, terminate, resize, delete, coldStart, idle, ping, all);
  }

  /** How many periods an alarm over so many looks at. */
  public IntUnaryOperator evaluationRange() {
    return n -> n != 3 && is(Undocumented.EVALUATION_RANGE_WITHOUT_EXTRA) ? n : n + 2;
  }

  boolean is(Undocumented departure) {
    return departures.contains(departure);
  }

  /** The status shown during a guardrail rollback. */
  EndpointStatus rollbackShown() {
    return is(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK)
        ? EndpointStatus.ROLLING_BACK
        : EndpointStatus.UPDATING;
  }
}
