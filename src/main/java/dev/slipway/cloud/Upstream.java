package dev.slipway.cloud;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where predictions of a location are sent, and the keys that sign them.
 *
 * @param base SageMaker Runtime's address
 * @param region the region of the signature's scope
 * @param keys the keys that sign
 */
public record Upstream(URI base, String region, KeySource keys) {

  /** Where the keys come from. Throws {@link CloudFailure} when there are none. */
  @FunctionalInterface
  public interface KeySource {

    /**
     * The keys at hand: cheap to ask, refreshed in the background. Only while somebody asks: after
     * an hour in which nobody did they may have expired.
     */
    Keys get();

    /** The keys that AWS takes now, whoever asked before; may wait for AWS. */
    default Keys renewed() {
      return get();
    }
  }

  /** Access keys for signing. */
  public record Keys(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Keys[" + accessKeyId + "]";
    }
  }
}
