package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.ContainerSpec;

/**
 * A container of a fleet.
 *
 * @param resolvedImage the image by digest, as it was found when the fleet was made
 */
record Deployed(ContainerSpec container, String resolvedImage) {}
