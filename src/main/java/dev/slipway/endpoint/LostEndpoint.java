package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SageMaker endpoint that has served and that no update reaches any more. Slipway does not make
 * it again by itself: somebody with access to the account took it away, perhaps on purpose, and
 * what hung on it (its scaling, whoever was told of it) went with it. Retiring says so on record,
 * and the next promotion is a creation like the first one.
 */
public final class LostEndpoint {

  /** The code where it was there and is not, without Slipway's doing. */
  public static final String CODE = "endpoint-lost";

  private static final String FAILED = "endpoint-failed";

  private LostEndpoint() {}

  /** Says that it is gone; {@code endpoint} is its name in AWS. */
  public static String sentence(String endpoint) {
    return "The endpoint " + endpoint + " is gone: somebody deleted it.";
  }

  /**
   * Why nothing can be brought to an endpoint that has served; empty where something can.
   *
   * @param name its name in AWS
   * @param live what AWS shows; null when there is no such endpoint
   * @param redaction of what its containers are given
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
