package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SageMaker endpoint that has served and that no update can reach any more. Slipway does not make
 * it again by itself: somebody with access to the account deleted it, perhaps on purpose, and its
 * scaling and everything else that depended on it are gone too. Retiring the endpoint puts that on
 * record, and the next promotion then creates it like the first one.
 */
public final class LostEndpoint {

  /** The code of an endpoint that was there and is gone, without Slipway's doing. */
  public static final String CODE = "endpoint-lost";

  private static final String FAILED = "endpoint-failed";

  private LostEndpoint() {}

  /** The sentence that the endpoint is gone; {@code endpoint} is its name in AWS. */
  public static String sentence(String endpoint) {
    return "The endpoint " + endpoint + " is gone: somebody deleted it.";
  }

  /**
   * Why no release can be brought to an endpoint that has served; empty where one can.
   *
   * @param name its name in AWS
   * @param live the endpoint as AWS shows it; null when there is none
   * @param redaction for secrets that its containers are given
   */
  public static Optional<Refused> refusal(
      String name, @Nullable LiveEndpoint live, Redaction redaction) {
    if (live == null) {
      return Optional.of(
          new Refused(CODE, sentence(name) + " Retire it here too, then deploy again."));
    }
    return switch (live.status()) {
      case DELETING ->
          Optional.of(
              new Refused(
                  CODE,
                  "The endpoint "
                      + name
                      + " is being deleted, by somebody else. Retire it here too once it is gone,"
                      + " then deploy again."));
      case FAILED ->
          Optional.of(
              new Refused(
                  FAILED,
                  "The endpoint is Failed ("
                      + redaction.clean(String.valueOf(live.failureReason()))
                      + ") and has served: SageMaker allows nothing but deleting it. Retire it,"
                      + " then deploy again."));
      case IN_SERVICE,
          CREATING,
          UPDATING,
          SYSTEM_UPDATING,
          ROLLING_BACK,
          OUT_OF_SERVICE,
          UPDATE_ROLLBACK_FAILED,
          UNKNOWN ->
          Optional.empty();
    };
  }
}
