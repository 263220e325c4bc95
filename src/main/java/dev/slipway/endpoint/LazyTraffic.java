package dev.slipway.endpoint;

import dev.slipway.cloud.CloudFailure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's recent traffic. CloudWatch is asked when the traffic is first needed, and only
 * once.
 */
final class LazyTraffic {

  private final Supplier<Traffic> ask;
  private @Nullable Traffic told;
  private @Nullable CloudFailure untold;

  LazyTraffic(Supplier<Traffic> ask) {
    this.ask = ask;
  }

  /**
   * What CloudWatch tells.
   *
   * @throws CloudFailure when CloudWatch does not tell; the caller can do without and must say so
   */
  Traffic traffic() {
    if (untold != null) throw untold;
    if (told == null) {
      try {
        told = ask.get();
      } catch (CloudFailure failure) {
        untold = failure;
        throw failure;
      }
    }
    return told;
  }
}
