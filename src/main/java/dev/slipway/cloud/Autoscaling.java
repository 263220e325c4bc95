package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Application Auto Scaling of one variant's instance count. */
public interface Autoscaling {

  Optional<Target> findTarget(Variant variant);

  /** Registers or changes the bounds. */
  void register(Variant variant, int minimum, int maximum, Map<String, String> tags);

  /** Removes the target with its policies and scheduled actions. */
  void deregister(Variant variant);

  List<TrackingPolicy> policies(Variant variant);

  /** The tags of a scalable target. */
  Map<String, String> tags(String targetArn);

  /** Adds tags to a scalable target, or replaces the values of those it has. */
  void tag(String targetArn, Map<String, String> tags);

  void putPolicy(Variant variant, TrackingPolicy policy);

  void deletePolicy(Variant variant, String policyName);

  /** A variant of an endpoint. */
  record Variant(String endpointName, String variantName) {

    /** {@code endpoint/E/variant/V}. */
    public String resourceId() {
      return "endpoint/" + endpointName + "/variant/" + variantName;
    }
  }

  /** The bounds of a variant's instance count. */
  record Target(int minimum, int maximum, String arn) {}

  /**
   * Target tracking on {@code SageMakerVariantInvocationsPerInstance}.
   *
   * @param targetInvocationsPerInstance invocations per instance and minute
   */
  record TrackingPolicy(
      String name,
      double targetInvocationsPerInstance,
      int scaleInCooldownSeconds,
      int scaleOutCooldownSeconds) {}
}
