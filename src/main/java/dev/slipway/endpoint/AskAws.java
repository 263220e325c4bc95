package dev.slipway.endpoint;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudFailure;
import java.util.function.Supplier;

/** Looks at AWS on behalf of somebody who waits: its failures become ours, AWS's kept beside. */
public final class AskAws {

  /** The code of a look that AWS refuses. */
  static final String NOT_ANSWERED = "aws-refused";

  private AskAws() {}

  /**
   * What the look shows.
   *
   * @throws Unavailable {@code aws-unavailable} when it may be answered later
   * @throws Refused {@code aws-refused} when it will not
   */
  public static <T> T now(Supplier<T> look) {
    try {
      return look.get();
    } catch (CloudFailure failure) {
      throw unanswered(failure);
    }
  }

  /** What is told of such a failure. */
  static Failure unanswered(CloudFailure failure) {
    String text = failure.operation() + " failed: " + failure.text();
    return failure.passing()
        ? new Unavailable("aws-unavailable", "AWS cannot answer now. " + text, failure.aws())
        : new Refused(NOT_ANSWERED, "AWS refused to answer. " + text, failure.aws());
  }

  /**
   * Whether what AWS refuses is refused to Slipway itself: its credentials are bad or its role
   * lacks something, which is mended without changing what was asked for.
   */
  public static boolean refusedSlipway(Refused refusal) {
    return refusal.code().equals(NOT_ANSWERED) || refusal.code().equals(OwnPermissions.LACKING);
  }
}
