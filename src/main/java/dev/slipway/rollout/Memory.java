package dev.slipway.rollout;

import dev.slipway.cloud.Artifacts.Copy;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPass.Booking;
import dev.slipway.environment.Scaling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment must remember from one tick to the next. Stored as JSON: members may be added,
 * never renamed.
 *
 * @param made what the steps have found or made so far
 * @param before the endpoint as it was before the update; null until it was looked at for that
 * @param pace how the present step is getting on
 * @param undoingTo the terminal state that the undoing leads to; null while going forward
 * @param bookings turns of calls that AWS's rate limits held back; null for none
 * @param scaled autoscaling as it was before it was taken off or raised, by this deployment or the
 *     one that it follows; null where neither did so
 * @param swap the SageMaker endpoint that takes the serving one's place; null where that one is
 *     updated itself
 * @param shortage the instance types that are tried while AWS has no capacity; null where there is
 *     only one
 * @param copies the artifacts that must be copied before anything else is made; null for none
 * @param examined what examinations of the new fleet have found; null for nothing yet
 */
public record Memory(
    Made made,
    @Nullable Before before,
    Pace pace,
    @Nullable DeploymentState undoingTo,
    @Nullable Map<CallClass, Booking> bookings,
    @Nullable Scaled scaled,
    @Nullable Examined examined,
    @Nullable Swap swap,
    @Nullable Shortage shortage,
    @Nullable List<Copy> copies) {

  static final Memory EMPTY =
      new Memory(
          new Made(null, null, null),
          null,
          new Pace(null, 0, 0, null),
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  /**
   * What the release runs on.
   *
   * @param executionRoleArn known after EXECUTION_ROLE
   * @param modelName known after MODEL
   * @param endpointConfigName known after ENDPOINT_CONFIG
   */
  public record Made(
      @Nullable String executionRoleArn,
      @Nullable String modelName,
      @Nullable String endpointConfigName) {}

  /**
   * The endpoint when it was last looked at before the update.
   *
   * @param modifiedAt SageMaker's last-modified time; a later one means that somebody, maybe an
   *     earlier try of ours, has changed it since
   */
  public record Before(String endpointConfigName, Instant modifiedAt) {}

  /**
   * The bounds of the scalable target when it was last looked at before it was taken off or raised.
   *
   * @param raisedTo how many instances there are to be at least before the update; null for as many
   *     as there are
   */
  public record Scaled(int minimum, int maximum, @Nullable Integer raisedTo) {
    Scaled(int minimum, int maximum) {
      this(minimum, maximum, null);
    }

    boolean has(Target live) {
      return live.minimum() == minimum && live.maximum() == maximum;
    }

    /**
     * The bounds that a target is put back to, where it still has the minimum that was raised here.
     * Empty where the target is left alone, since a scheduled action or a person has set its bounds
     * since. An action that sets only the maximum leaves the minimum raised: then the minimum goes
     * back, and the maximum stays.
     *
     * <p>An action may set the very bounds that were raised, and nothing shows whether one did. The
     * minimum goes back then too. A minimum that is too low costs little: the fleet tracks its
     * traffic and grows to the same maximum. A minimum that is too high would be noticed by nobody,
     * since the schedule allows it.
     *
     * @param scaling the scaling that says which bounds may hold
     */
    Optional<Scaled> back(Target live, Scaling scaling) {
      if (raisedTo == null || raisedTo <= minimum || live.minimum() != raisedTo) {
        return Optional.empty();
      }
      int most = live.maximum();
      if (most == Math.max(raisedTo, maximum)) return Optional.of(new Scaled(minimum, maximum));
      return scaling.allows(minimum, most) && !scaling.allows(raisedTo, most)
          ? Optional.of(new Scaled(minimum, most))
          : Optional.empty();
    }
  }

  /** A stable code, and the sentence. */
  public record Why(String code, String reason) {}

  Memory withExecutionRole(String arn) {
    return with(new Made(arn, made.modelName, made.endpointConfigName));
  }

  Memory withModel(String name) {
    return with(new Made(made.executionRoleArn, name, made.endpointConfigName));
  }

  Memory withEndpointConfig(String name) {
    return with(new Made(made.executionRoleArn, made.modelName, name));
  }

  private Memory with(Made next) {
    return new Memory(
        next, before, pace, undoingTo, bookings, scaled, examined, swap, shortage, copies);
  }

  Memory withBefore(String endpointConfigName, Instant modifiedAt) {
    return new Memory(
        made,
        new Before(endpointConfigName, modifiedAt),
        pace,
        undoingTo,
        bookings,
        scaled,
        examined,
        swap,
        shortage,
        copies);
  }

  Memory withScaled(@Nullable Scaled bounds) {
    return new Memory(
        made, before, pace, undoingTo, bookings, bounds, examined, swap, shortage, copies);
  }

  Memory with(Pace next) {
    return new Memory(
        made, before, next, undoingTo, bookings, scaled, examined, swap, shortage, copies);
  }

  /** At the beginning of a step. */
  Memory inNewStep(Instant now) {
    return with(new Pace(now, 0, 0, null));
  }

  /**
   * From now on the deployment is taken back. Predictions that a swap had switched go back at once.
   */
  Memory undoing(DeploymentState verdict, Instant now) {
    Swap back = swap == null || !swap.switched() ? swap : swap.backAt(now);
    return new Memory(
            made, before, pace, verdict, bookings, scaled, examined, back, shortage, copies)
        .inNewStep(now);
  }

  /** With the turns that were booked; null for none. */
  Memory withBookings(@Nullable Map<CallClass, Booking> next) {
    return new Memory(
        made, before, pace, undoingTo, next, scaled, examined, swap, shortage, copies);
  }

  Memory swapping(@Nullable Swap next) {
    return new Memory(
        made, before, pace, undoingTo, bookings, scaled, examined, next, shortage, copies);
  }

  Memory with(@Nullable Shortage next) {
    return new Memory(
        made, before, pace, undoingTo, bookings, scaled, examined, swap, next, copies);
  }

  Memory copying(List<Copy> next) {
    return new Memory(
        made,
        before,
        pace,
        undoingTo,
        bookings,
        scaled,
        examined,
        swap,
        shortage,
        next.isEmpty() ? null : next);
  }

  /** The artifacts that must be copied; empty for none. */
  List<Copy> copying() {
    return copies == null ? List.of() : copies;
  }

  /** The judge's looks so far, oldest first. */
  List<Judgement> judgements() {
    return examined == null ? List.of() : examined.judgements();
  }

  Memory judged(Judgement judgement) {
    return with((examined == null ? Examined.NOTHING : examined).with(judgement));
  }

  /** The bakes that were seen and are the judge's to look at, oldest first. */
  List<Bake> bakes() {
    return examined == null || examined.bakes() == null ? List.of() : examined.bakes();
  }

  /** How many such bakes the update has; null before the first was seen. */
  @Nullable Integer looks() {
    return examined == null ? null : examined.looks();
  }

  Memory baking(Bake bake, int looks) {
    return with((examined == null ? Examined.NOTHING : examined).with(bake, looks));
  }

  /** What the model's samples have shown so far; null before the first was sent. */
  @Nullable SmokeTest smokeTest() {
    return examined == null ? null : examined.smokeTest();
  }

  Memory tested(SmokeTest test) {
    return with((examined == null ? Examined.NOTHING : examined).with(test));
  }

  /** Why the fleet did not come up; null when it did or is not known not to. */
  @Nullable Diagnosis diagnosis() {
    return examined == null ? null : examined.diagnosis();
  }

  Memory diagnosed(Diagnosis diagnosis) {
    return with((examined == null ? Examined.NOTHING : examined).with(diagnosis));
  }

  private Memory with(Examined next) {
    return new Memory(
        made, before, pace, undoingTo, bookings, scaled, next, swap, shortage, copies);
  }
}
