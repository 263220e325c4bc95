package dev.slipway.cloud;

import java.util.Optional;

/** Container images in ECR. */
public interface Images {

  /**
   * The digest ({@code sha256:…}) that an image reference resolves to now; the reference's own when
   * it names one; empty when the repository has no such tag or is not in ECR.
   */
  Optional<String> digest(String image);

  /** Whether the registry still has an image; true where that cannot be asked (not in ECR). */
  boolean exists(String image);
}
