package dev.slipway.cloud;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where predictions of a location are sent, and the keys that sign them.
 *
 * @param base SageMaker Runtime's address
 * @param region the region of the signature's scope
 * @param keys current keys; cheap to ask, refreshed in the background; throws {@link CloudFailure}
 *     when there are none
 */
public record Upstream(URI base, String region, Supplier<Keys> keys) {

  /** Access keys for signing. */
  public record Keys(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Keys[" + accessKeyId + "]";
    }
  }
}
