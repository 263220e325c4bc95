package dev.slipway.rollout;

import dev.slipway.cloud.CallLog;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What ticks came to while history refused to take their events. It is told with the next event
 * that history takes. Stored as a part of {@link Pace}: members may be added, never renamed.
 *
 * @param since when history first refused one, in cloud time
 * @param fault what the last of these ticks failed by
 * @param refusal what history refused its event by
 * @param calls the calls by which these ticks changed AWS, oldest first
 */
record Untold(Instant since, String fault, String refusal, List<CallLog.Call> calls) {

  /**
   * This after one more tick.
   *
   * @param deployment as it was before that tick
   * @param made all calls of the tick
   */
  static Untold after(
      Deployment deployment, Instant now, String fault, String refusal, List<CallLog.Call> made) {
    Untold before = deployment.memory().pace().untold();
    return new Untold(
        before == null || before.precedes(deployment.abort()) ? now : before.since,
        fault,
        refusal,
        with(before, made.stream().filter(call -> !call.looks()).toList()));
  }

  /**
   * Whether the deployment was called off since. History took that event, and a person knows how it
   * stands.
   */
  boolean precedes(@Nullable Abort abort) {
    return abort != null && abort.at().isAfter(since);
  }

  /** The calls to tell of: what was untold, then these. */
  static List<CallLog.Call> with(@Nullable Untold before, List<CallLog.Call> made) {
    return before == null ? made : Stream.concat(before.calls.stream(), made.stream()).toList();
  }
}
