package dev.slipway.simulator.scaling;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Codec;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * A target-tracking or step-scaling policy; a step policy has no alarms of its own.
 *
 * @param id in its ARN and in the names of its alarms
 * @param request as it was put
 * @param high the alarm that scales out; empty for a step policy
 * @param low the alarm that scales in; empty for a step policy
 */
record Policy(Scope scope, String id, JsonNode request, String high, String low, Instant created) {

  static final String KIND = "scaling.policy";

  PutScalingPolicyRequest definition() {
    return Codec.fromJson(request, PutScalingPolicyRequest::builder);
  }

  TargetTrackingScalingPolicyConfiguration tracking() {
    return definition().targetTrackingScalingPolicyConfiguration();
  }

  boolean isTracking() {
    return definition().policyType() == PolicyType.TARGET_TRACKING_SCALING;
  }

  Stepping stepping() {
    return new Stepping(definition().stepScalingPolicyConfiguration());
  }

  String name() {
    return definition().policyName();
  }

  String targetKey() {
    PutScalingPolicyRequest definition = definition();
    return Target.key(scope, definition.resourceId(), definition.scalableDimensionAsString());
  }

  static String key(String targetKey, String name) {
    return targetKey + "|" + name;
  }

  String arn() {
    return arn(scope, id, definition());
  }

  static String arn(Scope scope, String id, PutScalingPolicyRequest definition) {
    return "arn:aws:autoscaling:"
        + scope.region()
        + ":"
        + scope.account()
        + ":scalingPolicy:"
        + id
        + ":resource/sagemaker/"
        + definition.resourceId()
        + ":policyName/"
        + definition.policyName();
  }

  boolean scalesIn() {
    return isTracking() && !Boolean.TRUE.equals(tracking().disableScaleIn());
  }

  int outCooldown() {
    Integer seconds = tracking().scaleOutCooldown();
    return seconds == null ? 300 : seconds;
  }

  int inCooldown() {
    Integer seconds = tracking().scaleInCooldown();
    return seconds == null ? 300 : seconds;
  }

  /** The names of its own alarms. */
  List<String> alarms() {
    if (!isTracking()) {
      return List.of();
    }
    return scalesIn() ? List.of(high, low) : List.of(high);
  }

  /**
   * @param alarms those that trigger it
   */
  ScalingPolicy shown(List<Alarm> alarms) {
    PutScalingPolicyRequest definition = definition();
    return ScalingPolicy.builder()
        .policyARN(arn())
        .policyName(definition.policyName())
        .serviceNamespace(definition.serviceNamespace())
        .resourceId(definition.resourceId())
        .scalableDimension(definition.scalableDimension())
        .policyType(definition.policyType())
        .targetTrackingScalingPolicyConfiguration(tracking())
        .stepScalingPolicyConfiguration(definition.stepScalingPolicyConfiguration())
        .alarms(alarms)
        .creationTime(created)
        .build();
  }
}
