package dev.slipway.rollout;

import dev.slipway.cloud.CallClass;
import dev.slipway.cloud.CallPass;
import dev.slipway.endpoint.Candidate;
import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step found or did. The engine interprets it; a step never stores anything itself. */
sealed interface Outcome {

  /** What the look showed of the endpoint; null where it did not look at the endpoint. */
  @Nullable Sight sight();

  /** Nothing remains to be done in this step. */
  record Done(String note, Memory memory, List<ResourceChange> resources, @Nullable Sight sight)
      implements Outcome {
    Done(String note, Memory memory) {
      this(note, memory, List.of(), null);
    }

    Done(String note, Memory memory, ResourceChange resource) {
      this(note, memory, List.of(resource), null);
    }
  }

  /**
   * The step changed one thing, or must have something on record before it does. It looks again at
   * once.
   */
  record Changed(String note, Memory memory, List<ResourceChange> resources) implements Outcome {
    Changed(String note, Memory memory) {
      this(note, memory, List.of());
    }

    Changed(String note, Memory memory, ResourceChange resource) {
      this(note, memory, List.of(resource));
    }

    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /** Nothing to do before some cloud time has passed. */
  record Waiting(Duration pause, String onWhat, @Nullable Sight sight) implements Outcome {}

  /**
   * AWS could not answer, or Slipway had no credentials to ask with. The step is tried again after
   * a growing pause.
   *
   * @param what AWS's words, or why it was not asked
   */
  record Unanswered(String what, boolean asked) implements Outcome {

    /** For the history: nothing is told of AWS where it was not asked. */
    String note() {
      return asked ? "AWS could not answer: " + what : what;
    }

    /** What the step waits for. */
    String onWhat() {
      return (asked ? "AWS: " : "credentials: ") + what;
    }

    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /**
   * A call was not made, to stay below AWS's rate limit. The step is tried again when its turn
   * comes.
   *
   * @param until when that is, in cloud time
   * @param onWhat the limit
   * @param bookings the turns that the next try holds
   */
  record HeldBack(Instant until, String onWhat, Map<CallClass, CallPass.Booking> bookings)
      implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /** SageMaker has begun to go back; the step keeps looking until it is known where it ended. */
  record GoingBack(String code, String reason, Duration pause, @Nullable Sight sight)
      implements Outcome {}

  /** The earlier release serves again, proven by looking. */
  record WentBack(String code, String reason, @Nullable Sight sight) implements Outcome {}

  /**
   * The deployment was aborted before anything live was changed, or the endpoint that was made for
   * it is gone. Only the rest has to be taken back.
   */
  record CalledOff(String note) implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /**
   * The release serves, although it was to be undone: the update was over before SageMaker acted.
   * Another deployment takes the release back.
   *
   * @param abort why it was to be undone
   */
  record TooLate(Abort abort, @Nullable Sight sight) implements Outcome {}

  /** The release serves and was to be undone; the deployment that takes it back begins. */
  record Compensating(Plan plan, Release target) implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /**
   * The new fleet was examined, and the step goes on at once.
   *
   * @param event the history event's type; null while it is not known what was found
   * @param abort the decision that follows; null when the deployment goes on
   */
  record Examined(
      @Nullable String event,
      String summary,
      Memory memory,
      @Nullable Abort abort,
      @Nullable Sight sight)
      implements Outcome {}

  /** AWS had no capacity; the next attempt begins, on another instance type. */
  record Retrying(Plan plan, Candidate candidate, Shortage shortage) implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /** The step cannot be done, and nothing live was changed: the attempt is taken back. */
  record Impossible(String code, String reason) implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /** The tick came to nothing by Slipway's own fault. The step is tried again after a pause. */
  record Faulted() implements Outcome {
    @Override
    public @Nullable Sight sight() {
      return null;
    }
  }

  /** Slipway cannot tell or must not decide: a person must look. */
  record Stuck(String code, String reason, @Nullable Sight sight) implements Outcome {}
}
