package dev.slipway.simulator.sagemaker;

/** Where images are looked up: the simulated ECR. */
@FunctionalInterface
public interface Images {

  /**
   * The image by digest, {@code repository@sha256:…}, as it is now.
   *
   * @param image as the model names it, with a tag, a digest or neither
   */
  String resolve(String image);
}
