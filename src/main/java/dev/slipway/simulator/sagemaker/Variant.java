package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.ContainerSpec;
import java.time.Instant;

/**
 * A variant as a fleet runs it. Holds all that its instances need, since the configuration and the
 * model may be deleted while it serves.
 *
 * @param resolvedImage the image by digest, as it was found when the fleet was made
 * @param leastOutstanding whether requests go to the least busy instance instead of a random one
 */
record Variant(
    String name,
    String modelName,
    String instanceType,
    ContainerSpec container,
    String resolvedImage,
    Instant resolvedAt,
    boolean leastOutstanding,
    int currentCount,
    int desiredCount,
    float currentWeight,
    float desiredWeight) {

  Variant counting(int current, int desired) {
    return new Variant(
        name,
        modelName,
        instanceType,
        container,
        resolvedImage,
        resolvedAt,
        leastOutstanding,
        current,
        desired,
        currentWeight,
        desiredWeight);
  }

  Variant weighing(float current, float desired) {
    return new Variant(
        name,
        modelName,
        instanceType,
        container,
        resolvedImage,
        resolvedAt,
        leastOutstanding,
        currentCount,
        desiredCount,
        current,
        desired);
  }
}
