package dev.slipway.secret;

import dev.slipway.base.Failure;
import dev.slipway.base.Violations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a secret is followed by another: for a while both count, so that nobody is shut out who has
 * not changed over yet.
 *
 * @param overlapSeconds how long the one before still counts; a day unless told
 */
public record Overlap(@Nullable Long overlapSeconds) {

  private static final long LONGEST = Duration.ofDays(30).toSeconds();
  private static final long USUAL = Duration.ofDays(1).toSeconds();

  /**
   * How long both count.
   *
   * @throws Failure.Invalid when that is more than 30 days, or less than nothing
   */
  public Duration checked() {
    long seconds = overlapSeconds == null ? USUAL : overlapSeconds;
    new Violations()
        .require(
            seconds >= 0 && seconds <= LONGEST,
            "/overlap_seconds",
            "Two secrets count at most 30 days long (%d seconds).".formatted(LONGEST))
        .orInvalid();
    return Duration.ofSeconds(seconds);
  }
}
