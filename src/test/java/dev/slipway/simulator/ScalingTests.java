package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Target tracking at work: target 60 invocations a minute and instance, cooldowns 60 and 300 s. */
class ScalingTests {

  private final TestWorld world = new TestWorld();
  private final Scaled scaled = new Scaled(world);

  @BeforeEach
  void versionOneServesOnTwoInstances() {
    world.versionOneServesOnTwoInstances();
  }

  @Test
  void aTargetIsShownWithItsServiceLinkedRole() {
    scaled.register(2, 6);

    ScalableTarget target =
        world
            .aws
            .targets()
            .describeScalableTargets(
                DescribeScalableTargetsRequest.builder()
                    .serviceNamespace("sagemaker")
                    .resourceIds(Scaled.RESOURCE)
                    .build(),
                TestWorld.CALLER)
            .scalableTargets()
            .getFirst();

    assertThat(target.minCapacity()).isEqualTo(2);
    assertThat(target.maxCapacity()).isEqualTo(6);
    assertThat(target.roleARN())
        .endsWith("AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint");
    assertThat(
            world
                .aws
                .targets()
                .listTagsForResource(
                    ListTagsForResourceRequest.builder()
                        .resourceARN(target.scalableTargetARN())
                        .build(),
                    TestWorld.CALLER)
                .tags())
        .isEmpty();
  }

  @Test
  void aPolicyMakesTwoAlarms() {
    scaled.register(1, 6);
    PutScalingPolicyResponse answer = policy();

    assertThat(answer.policyARN())
        .matches(
            "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource/"
                + "sagemaker/"
                + Scaled.RESOURCE
                + ":policyName/tracking");
    List<MetricAlarm> alarms =
        world
            .aws
            .alarms()
            .describeAlarms(
                DescribeAlarmsRequest.builder()
                    .alarmNamePrefix("TargetTracking-" + Scaled.RESOURCE + "-Alarm")
                    .build(),
                TestWorld.CALLER)
            .metricAlarms();
    assertThat(alarms).extracting(MetricAlarm::evaluationPeriods).containsExactly(3, 15);
    assertThat(alarms).extracting(MetricAlarm::threshold).containsExactly(60.0, 54.0);
    assertThat(answer.alarms()).hasSize(2);
  }

  @Test
  void trafficScalesOutAndItsAbsenceScalesInToTheMinimum() {
    scaled.register(2, 6);
    var _ = policy();

    for (int minute = 0; minute < 8 && scaled.desired() == 2; minute++) {
      for (int i = 0; i < 240; i++) {
        var _ = world.invoke();
      }
      world.advance(60);
    }
    assertThat(scaled.desired()).isEqualTo(4);
    ScalingActivity activity = scaled.activities().getFirst();
    assertThat(activity.description()).isEqualTo("Setting desired instance count to 4.");
    assertThat(activity.cause()).contains("in state ALARM triggered policy tracking");
    assertThat(activity.statusCodeAsString()).isEqualTo("InProgress");
    world.advance(130);
    assertThat(scaled.activities().getFirst().statusMessage())
        .isEqualTo(
            "Successfully set desired instance count to 4. Change successfully fulfilled by"
                + " sagemaker.");

    world.advance(20 * 60);
    assertThat(scaled.desired()).isEqualTo(2);
    world.restart();
    assertThat(scaled.activities()).hasSize(2);
  }

  @Test
  void capacityIsBroughtWithinBounds() {
    scaled.register(3, 6);

    assertThat(scaled.desired()).isEqualTo(3);
    assertThat(scaled.activities().getFirst().cause()).isEqualTo("minimum capacity was set to 3");
  }

  @Test
  void anUpdateThatChangesTheInstanceTypeOfARegisteredVariantIsRefused() {
    scaled.register(1, 6);
    world.config("bigger", "v2", 2, "ml.m5.xlarge");

    refused(() -> world.update("bigger", TestWorld.canary()), "ValidationException", "deregister");
    world.update("v2", TestWorld.canary());
    assertThat(world.status()).isEqualTo("Updating");
  }

  @Test
  void nothingScalesDuringAnUpdate() {
    scaled.register(1, 6);
    world.update("v2", TestWorld.canary());
    scaled.register(4, 6);
    world.advance(300);
    assertThat(scaled.desired()).isEqualTo(2);

    world.advance(390);

    assertThat(scaled.desired()).isEqualTo(4);
  }

  @Test
  void deregisteringTakesPoliciesAndAlarmsAlong() {
    scaled.register(1, 6);
    var _ = policy();

    world
        .aws
        .targets()
        .deregisterScalableTarget(
            DeregisterScalableTargetRequest.builder()
                .serviceNamespace("sagemaker")
                .resourceId(Scaled.RESOURCE)
                .scalableDimension(Scaled.DIMENSION)
                .build(),
            TestWorld.CALLER);

    assertNothingIsLeft();
  }

  @Test
  void deletingTheEndpointDeregisters() {
    scaled.register(1, 6);
    var _ = policy();

    world.delete();
    world.advance(30);

    assertNothingIsLeft();
  }

  @Test
  void whatCannotScaleIsRefused() {
    refused(this::policy, "ObjectNotFoundException", "No scalable target registered");
    refused(() -> scaled.register(5, 1), "ValidationException", "less than minimum");
    refused(
        () ->
            world
                .aws
                .targets()
                .registerScalableTarget(
                    Scaled.registration(1, 2).resourceId("endpoint/none/variant/x").build(),
                    TestWorld.CALLER),
        "ValidationException",
        "not found");
  }

  private void assertNothingIsLeft() {
    assertThat(
            world
                .aws
                .policies()
                .describeScalingPolicies(
                    DescribeScalingPoliciesRequest.builder().serviceNamespace("sagemaker").build(),
                    TestWorld.CALLER)
                .scalingPolicies())
        .isEmpty();
    assertThat(
            world
                .aws
                .alarms()
                .describeAlarms(DescribeAlarmsRequest.builder().build(), TestWorld.CALLER)
                .metricAlarms())
        .isEmpty();
  }

  private PutScalingPolicyResponse policy() {
    return scaled.track(
        "tracking",
        tracking ->
            tracking
                .targetValue(60.0)
                .predefinedMetricSpecification(
                    metric -> metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))
                .scaleOutCooldown(60)
                .scaleInCooldown(300));
  }
}
