package dev.slipway.simulator;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** The variant of a {@link TestWorld}'s endpoint as Application Auto Scaling knows it. */
record Scaled(TestWorld world) {

  static final String RESOURCE = "endpoint/" + TestWorld.ENDPOINT + "/variant/" + TestWorld.VARIANT;
  static final String DIMENSION = "sagemaker:variant:DesiredInstanceCount";

  void register(int min, int max) {
    var _ =
        world
            .aws
            .targets()
            .registerScalableTarget(registration(min, max).build(), TestWorld.CALLER);
  }

  static RegisterScalableTargetRequest.Builder registration(int min, int max) {
    return RegisterScalableTargetRequest.builder()
        .serviceNamespace("sagemaker")
        .resourceId(RESOURCE)
        .scalableDimension(DIMENSION)
        .minCapacity(min)
        .maxCapacity(max);
  }

  ScalableTarget target() {
    return world
        .aws
        .targets()
        .describeScalableTargets(
            DescribeScalableTargetsRequest.builder().serviceNamespace("sagemaker").build(),
            TestWorld.CALLER)
        .scalableTargets()
        .getFirst();
  }

  /** Puts a policy that tracks a target. */
  PutScalingPolicyResponse track(
      String name, Consumer<TargetTrackingScalingPolicyConfiguration.Builder> how) {
    return world
        .aws
        .policies()
        .putScalingPolicy(
            policy(name)
                .policyType("TargetTrackingScaling")
                .targetTrackingScalingPolicyConfiguration(how)
                .build(),
            TestWorld.CALLER);
  }

  static PutScalingPolicyRequest.Builder policy(String name) {
    return PutScalingPolicyRequest.builder()
        .policyName(name)
        .serviceNamespace("sagemaker")
        .resourceId(RESOURCE)
        .scalableDimension(DIMENSION);
  }

  void schedule(String name, String when, @Nullable Integer min, @Nullable Integer max) {
    schedule(
        when,
        action ->
            action
                .scheduledActionName(name)
                .scalableTargetAction(bounds -> bounds.minCapacity(min).maxCapacity(max)));
  }

  /** At least four instances from then on, unless more is said. */
  void schedule(String when, Consumer<PutScheduledActionRequest.Builder> more) {
    PutScheduledActionRequest.Builder action =
        PutScheduledActionRequest.builder()
            .scheduledActionName("four")
            .serviceNamespace("sagemaker")
            .resourceId(RESOURCE)
            .scalableDimension(DIMENSION)
            .schedule(when)
            .scalableTargetAction(bounds -> bounds.minCapacity(4));
    more.accept(action);
    var _ = world.aws.scheduled().putScheduledAction(action.build(), TestWorld.CALLER);
  }

  int desired() {
    return world.describe().productionVariants().getFirst().desiredInstanceCount();
  }

  /** Newest first. */
  List<ScalingActivity> activities() {
    return activities(false);
  }

  /** Those too that changed nothing, with the reasons. */
  List<ScalingActivity> activitiesAndWhatWasNotScaled() {
    return activities(true);
  }

  private List<ScalingActivity> activities(boolean all) {
    return world
        .aws
        .policies()
        .describeScalingActivities(
            DescribeScalingActivitiesRequest.builder()
                .serviceNamespace("sagemaker")
                .resourceId(RESOURCE)
                .includeNotScaledActivities(all)
                .build(),
            TestWorld.CALLER)
        .scalingActivities();
  }
}
