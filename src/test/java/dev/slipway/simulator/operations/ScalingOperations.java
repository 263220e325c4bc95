package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** Scalable targets, their policies, scheduled actions and activities. */
final class ScalingOperations {

  private static final ServiceNamespace SAGEMAKER = ServiceNamespace.SAGEMAKER;
  private static final ScalableDimension COUNT =
      ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT;
  private static final String LIVE = "endpoint/live/variant/AllTraffic";
  private static final String NONE = "endpoint/none/variant/AllTraffic";
  private static final String GONE = "ObjectNotFoundException";
  private static final String NO_ARN =
      "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/"
          + "0123456789abcdef0123456789abcdef0123";

  private ScalingOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "RegisterScalableTarget",
            aws -> assertThat(target(aws)).contains(":scalable-target/"),
            aws ->
                aws.scaling()
                    .registerScalableTarget(r ->
                        r.serviceNamespace(SAGEMAKER)
                            .resourceId(LIVE)
                            .scalableDimension(COUNT)
                            .minCapacity(5)
                            .maxCapacity(1)),
            "ValidationException",
            "Maximum capacity cannot be less than minimum capacity"),
        of(
            "DescribeScalableTargets",
            aws -> {
              target(aws);
              assertThat(
                      aws.scaling()
                          .describeScalableTargets(
                              r -> r.serviceNamespace(SAGEMAKER).resourceIds(LIVE))
                          .scalableTargets())
                  .singleElement()
                  .satisfies(target -> assertThat(target.roleARN()).isNotBlank());
            },
            aws ->
                aws.scaling()
                    .describeScalableTargets(
                        r -> r.serviceNamespace(SAGEMAKER).resourceIds("x".repeat(1601))),
            "ValidationException",
            "Member must have length less than or equal to 1600"),
        of(
            "DeregisterScalableTarget",
            aws -> {
              target(aws);
              aws.scaling()
                  .deregisterScalableTarget(
                      r -> r.serviceNamespace(SAGEMAKER).resourceId(LIVE).scalableDimension(COUNT));
              assertThat(
                      aws.scaling()
                          .describeScalableTargets(
                              r -> r.serviceNamespace(SAGEMAKER).resourceIds(LIVE))
                          .scalableTargets())
                  .isEmpty();
            },
            aws ->
                aws.scaling()
                    .deregisterScalableTarget(r ->
                        r.serviceNamespace(SAGEMAKER).resourceId(NONE).scalableDimension(COUNT)),
            GONE,
            NONE),
        of(
            "PutScalingPolicy",
            aws -> {
              target(aws);
              assertThat(policy(aws, LIVE, "put")).contains(":scalingPolicy:");
            },
            aws -> policy(aws, NONE, "put"),
            GONE,
            NONE),
        of(
            "DescribeScalingPolicies",
            aws -> {
              target(aws);
              policy(aws, LIVE, "describe");
              assertThat(
                      aws.scaling()
                          .describeScalingPolicies(
                              r -> r.serviceNamespace(SAGEMAKER).policyNames("describe"))
                          .scalingPolicies())
                  .singleElement()
                  .satisfies(policy -> assertThat(policy.alarms()).hasSize(2));
            },
            aws ->
                aws.scaling()
                    .describeScalingPolicies(
                        r -> r.serviceNamespace(SAGEMAKER).nextToken("nonsense")),
            "InvalidNextTokenException",
            "token"),
        of(
            "DeleteScalingPolicy",
            aws -> {
              target(aws);
              policy(aws, LIVE, "delete");
              aws.scaling()
                  .deleteScalingPolicy(r ->
                      r.serviceNamespace(SAGEMAKER)
                          .resourceId(LIVE)
                          .scalableDimension(COUNT)
                          .policyName("delete"));
            },
            aws ->
                aws.scaling()
                    .deleteScalingPolicy(r ->
                        r.serviceNamespace(SAGEMAKER)
                            .resourceId(NONE)
                            .scalableDimension(COUNT)
                            .policyName("p")),
            GONE,
            "No scaling policy found for service namespace: sagemaker, resource ID: " + NONE),
        of(
            "PutScheduledAction",
            aws -> {
              target(aws);
              schedule(aws, "put", "rate(1 hour)");
            },
            aws -> {
              target(aws);
              schedule(aws, "put", "now and then");
            },
            "ValidationException",
            "chedule"),
        of(
            "DescribeScheduledActions",
            aws -> {
              target(aws);
              schedule(aws, "describe", "cron(0 8 * * ? *)");
              assertThat(
                      aws.scaling()
                          .describeScheduledActions(
                              r -> r.serviceNamespace(SAGEMAKER).scheduledActionNames("describe"))
                          .scheduledActions())
                  .hasSize(1);
            },
            aws ->
                aws.scaling()
                    .describeScheduledActions(
                        r -> r.serviceNamespace(SAGEMAKER).nextToken("nonsense")),
            "InvalidNextTokenException",
            "token"),
        of(
            "DeleteScheduledAction",
            aws -> {
              target(aws);
              schedule(aws, "delete", "rate(1 hour)");
              aws.scaling()
                  .deleteScheduledAction(r ->
                      r.serviceNamespace(SAGEMAKER)
                          .resourceId(LIVE)
                          .scalableDimension(COUNT)
                          .scheduledActionName("delete"));
            },
            aws ->
                aws.scaling()
                    .deleteScheduledAction(r ->
                        r.serviceNamespace(SAGEMAKER)
                            .resourceId(NONE)
                            .scalableDimension(COUNT)
                            .scheduledActionName("s")),
            GONE,
            NONE),
        of(
            "DescribeScalingActivities",
            aws -> {
              target(aws);
              assertThat(
                      aws.scaling()
                          .describeScalingActivities(
                              r -> r.serviceNamespace(SAGEMAKER).resourceId(LIVE))
                          .scalingActivities())
                  .isNotNull();
            },
            aws ->
                aws.scaling()
                    .describeScalingActivities(
                        r -> r.serviceNamespace(SAGEMAKER).nextToken("nonsense")),
            "InvalidNextTokenException",
            "token"),
        of(
            "ListTagsForResource",
            aws ->
                assertThat(
                        aws.scaling().listTagsForResource(r -> r.resourceARN(target(aws))).tags())
                    .isNotNull(),
            aws -> aws.scaling().listTagsForResource(r -> r.resourceARN(NO_ARN)),
            "ResourceNotFoundException",
            NO_ARN),
        of(
            "TagResource",
            aws -> {
              String arn = target(aws);
              aws.scaling().tagResource(r -> r.resourceARN(arn).tags(Map.of("team", "risk")));
              assertThat(aws.scaling().listTagsForResource(r -> r.resourceARN(arn)).tags())
                  .containsEntry("team", "risk");
            },
            aws -> aws.scaling().tagResource(r -> r.resourceARN(NO_ARN).tags(Map.of("k", "v"))),
            "ResourceNotFoundException",
            NO_ARN),
        of(
            "UntagResource",
            aws -> {
              String arn = target(aws);
              aws.scaling().tagResource(r -> r.resourceARN(arn).tags(Map.of("gone", "soon")));
              aws.scaling().untagResource(r -> r.resourceARN(arn).tagKeys("gone"));
              assertThat(aws.scaling().listTagsForResource(r -> r.resourceARN(arn)).tags())
                  .doesNotContainKey("gone");
            },
            aws -> aws.scaling().untagResource(r -> r.resourceARN(NO_ARN).tagKeys("k")),
            "ResourceNotFoundException",
            NO_ARN));
  }

  private static String target(Clients aws) {
    return aws.scaling()
        .registerScalableTarget(r ->
            r.serviceNamespace(SAGEMAKER)
                .resourceId(LIVE)
                .scalableDimension(COUNT)
                .minCapacity(1)
                .maxCapacity(4))
        .scalableTargetARN();
  }

  private static String policy(Clients aws, String resource, String name) {
    return aws.scaling()
        .putScalingPolicy(r ->
            r.serviceNamespace(SAGEMAKER)
                .resourceId(resource)
                .scalableDimension(COUNT)
                .policyName(name)
                .policyType("TargetTrackingScaling")
                .targetTrackingScalingPolicyConfiguration(c ->
                    c.targetValue(500.0)
                        .predefinedMetricSpecification(
                            m -> m.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))))
        .policyARN();
  }

  private static void schedule(Clients aws, String name, String schedule) {
    aws.scaling()
        .putScheduledAction(r ->
            r.serviceNamespace(SAGEMAKER)
                .resourceId(LIVE)
                .scalableDimension(COUNT)
                .scheduledActionName(name)
                .schedule(schedule)
                .scalableTargetAction(a -> a.minCapacity(2)));
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("APPLICATION_AUTO_SCALING " + operation, success, error, code, text);
  }
}
