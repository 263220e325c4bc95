package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a fleet did not come up: what its containers wrote last, and what that comes to. Stored with
 * the deployment: members may be added, never renamed.
 *
 * @param evidence the line that tells the cause; null where SageMaker's reason does, or nothing
 * @param wayOut what to do about it
 * @param logGroup where the whole log is, in CloudWatch
 * @param lines the end of the log, oldest first, without what looks like a secret
 * @param unread why there are no lines; null when the log was read
 * @param at when it was read, in cloud time
 */
public record Diagnosis(
    StartFailureCause cause,
    String sentence,
    @Nullable String evidence,
    String wayOut,
    String logGroup,
    List<Line> lines,
    @Nullable String unread,
    Instant at) {

  /** A line of a container. */
  public record Line(String stream, Instant at, String message) {}
}
