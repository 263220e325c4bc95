package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.ContainerSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variant as a fleet runs it. Holds all that its instances need, since the configuration and the
 * model may be deleted while it serves.
 *
 * <p>For a serverless variant the counts are execution environments. Current are those kept warm;
 * desired is the one in which a new fleet is tried, or the number kept warm.
 *
 * @param instanceType empty for a serverless variant
 * @param container the first or only one
 * @param resolvedImage the image by digest, as it was found when the fleet was made
 * @param leastOutstanding whether requests go to the least busy instance instead of a random one;
 *     null where the configuration names no strategy, which is random too
 * @param following the model's other containers, in order; null for none
 * @param direct whether callers name the container; null for no
 * @param currentServerless null for a variant of instances
 * @param desiredServerless null for a variant of instances
 * @param shadow whether it only gets copies of requests; null for no
 */
record Variant(
    String name,
    String modelName,
    String instanceType,
    ContainerSpec container,
    String resolvedImage,
    Instant resolvedAt,
    @Nullable Boolean leastOutstanding,
    int currentCount,
    int desiredCount,
    float currentWeight,
    float desiredWeight,
    @Nullable List<Deployed> following,
    @Nullable Boolean direct,
    @Nullable Serverless currentServerless,
    @Nullable Serverless desiredServerless,
    @Nullable Boolean shadow) {

  /** Whether it is serverless. */
  boolean onDemand() {
    return desiredServerless != null;
  }

  /** Whether it only gets copies of requests. */
  boolean mirrors() {
    return Boolean.TRUE.equals(shadow);
  }

  /** Whether requests go to the least busy instance instead of a random one. */
  boolean toLeastBusy() {
    return Boolean.TRUE.equals(leastOutstanding);
  }

  /** Whether callers name the container. */
  boolean named() {
    return Boolean.TRUE.equals(direct);
  }

  /** All of its containers, in order. */
  List<Deployed> deployed() {
    List<Deployed> all = new ArrayList<>();
    all.add(new Deployed(container, resolvedImage));
    if (following != null) {
      all.addAll(following);
    }
    return all;
  }

  /** What to start on an instance, in order. */
  List<ContainerSpec> containers() {
    return deployed().stream().map(Deployed::container).toList();
  }

  Variant counting(int current, int desired) {
    return with(
        current, desired, currentWeight, desiredWeight, currentServerless, desiredServerless);
  }

  Variant weighing(float current, float desired) {
    return with(currentCount, desiredCount, current, desired, currentServerless, desiredServerless);
  }

  /** With another desired concurrency; the current one holds until that is reached. */
  Variant wanting(Serverless desired) {
    return with(
        currentCount,
        Math.max(1, desired.warm()),
        currentWeight,
        desiredWeight,
        currentServerless,
        desired);
  }

  /** What was desired holds. */
  Variant reached() {
    return with(
        desiredServerless == null ? desiredCount : desiredServerless.warm(),
        desiredCount,
        desiredWeight,
        desiredWeight,
        desiredServerless,
        desiredServerless);
  }

  /** What holds is desired. */
  Variant unchanged() {
    return with(
        currentCount,
        currentServerless == null ? currentCount : Math.max(1, currentServerless.warm()),
        currentWeight,
        currentWeight,
        currentServerless,
        currentServerless);
  }

  private Variant with(
      int current,
      int desired,
      float nowWeight,
      float nextWeight,
      @Nullable Serverless now,
      @Nullable Serverless next) {
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
        nowWeight,
        nextWeight,
        following,
        direct,
        now,
        next,
        shadow);
  }
}
