package dev.slipway.cloud;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which cloud Slipway works in. {@code slipway.cloud} itself names the kind, so what belongs to the
 * clients stands under {@code slipway.aws}.
 *
 * @param cloud {@code aws} or {@code simulator}; there is no default, so that nothing is ever
 *     simulated silently
 */
@ConfigurationProperties("slipway")
record CloudProperties(@Nullable Kind cloud, @DefaultValue Aws aws) {

  /** The kinds of cloud. */
  enum Kind {
    AWS,
    SIMULATOR
  }

  /**
   * The clients' settings.
   *
   * @param endpoint the simulator's address; with AWS the SDK's own settings (AWS_ENDPOINT_URL…)
   *     say where to go
   * @param region where roles are assumed; null for the region of each environment
   * @param sessionName the name under which CloudTrail shows assumed roles
   * @param timeout how long an answer is waited for
   */
  record Aws(
      @Nullable URI endpoint,
      @Nullable String region,
      @DefaultValue("slipway") String sessionName,
      @DefaultValue("10s") Duration timeout) {}

  /** The kind, or a refusal that names the choices. */
  Kind kind() {
    if (cloud == null) {
      throw new IllegalStateException(
          "Say where to deploy: set slipway.cloud to \"aws\" or to \"simulator\".");
    }
    if (cloud == Kind.AWS && aws.endpoint != null) {
      throw new IllegalStateException(
          "slipway.aws.endpoint is the simulator's address and slipway.cloud is aws: remove it, or"
              + " set slipway.cloud to simulator. Another address for AWS is given by"
              + " AWS_ENDPOINT_URL.");
    }
    if (cloud == Kind.SIMULATOR && aws.endpoint == null) {
      throw new IllegalStateException(
          "slipway.cloud is simulator: set slipway.aws.endpoint to its address, such as"
              + " http://127.0.0.1:4570.");
    }
    return cloud;
  }

  /** The simulator's address, when that is the cloud. */
  @Nullable URI simulator() {
    return kind() == Kind.SIMULATOR ? aws.endpoint : null;
  }
}
