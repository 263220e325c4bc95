package dev.slipway.endpoint;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.cloud.CloudFailure;
import java.util.function.Supplier;

/**
 * Looks at AWS on behalf of a caller who waits. AWS's failures become failures of the API, with
 * AWS's own words beside.
 */
public final class AskAws {

  /** The code of a look that AWS refuses. */
  static final String NOT_ANSWERED = "aws-refused";

  /** The code of a look that may be answered later. */
  private static final String LATER = "aws-unavailable";

  private AskAws() {}

  /**
   * What a look shows.
   *
   * @throws Unavailable {@code aws-unavailable} when AWS may answer it later
   * @throws Refused {@code aws-refused} when AWS will not answer it
   */
  public static <T> T now(Supplier<T> look) {
    try {
      return look.get();
    } catch (CloudFailure failure) {
      throw unanswered(failure);
    }
  }

  /** The API's failure for a failure of AWS. */
  static Failure unanswered(CloudFailure failure) {
    if (failure.kind() == CloudFailure.Kind.NO_CREDENTIALS) {
      return new Unavailable(LATER, failure.text(), failure.aws());
    }
    String text = failure.operation() + " failed: " + failure.text();
    return failure.passing()
        ? new Unavailable(LATER, "AWS cannot answer now. " + text, failure.aws())
        : new Refused(NOT_ANSWERED, "AWS refused to answer. " + text, failure.aws());
  }

  /** Whether AWS was asked, and not just Slipway without credentials. */
  public static boolean asked(Unavailable later) {
    return later.aws().filter(aws -> aws.code().equals(CloudFailure.NO_CREDENTIALS_CODE)).isEmpty();
  }

  /**
   * Whether AWS refuses because of Slipway itself: its credentials are bad or its role lacks
   * something. That is mended without changing the request.
   */
  public static boolean refusedSlipway(Refused refusal) {
    return refusal.code().equals(NOT_ANSWERED) || refusal.code().equals(OwnPermissions.LACKING);
  }
}
