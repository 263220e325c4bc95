package dev.slipway.rollout;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * Makes what endpoints consist of, as anybody may who has an account's keys.
 *
 * @param tags what each thing carries that it makes
 */
record MakeByHand(AwsClients aws, Map<String, String> tags) {

  private static final String IMAGE =
      AwsClients.HOME + ".dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0";

  /** The same with these tags. */
  MakeByHand tagging(Map<String, String> tags) {
    return new MakeByHand(aws, tags);
  }

  /** A role for containers, unless there is one; its ARN. */
  String role(String name) {
    return role(name, ExecutionRolePolicy.trust());
  }

  /** A role that may be assumed by whom this document names, unless there is one; its ARN. */
  String role(String name, String trust) {
    try {
      return aws.iam()
          .createRole(request ->
              request
                  .roleName(name)
                  .assumeRolePolicyDocument(trust)
                  .tags(
                      tags((key, value) ->
                          software.amazon.awssdk.services.iam.model.Tag.builder()
                              .key(key)
                              .value(value)
                              .build())))
          .role()
          .arn();
    } catch (EntityAlreadyExistsException there) {
      return aws.iam().getRole(request -> request.roleName(name)).role().arn();
    }
  }

  /** A role for containers, which may do what this policy says and nothing else; its ARN. */
  String roleThatMay(String name, String policy) {
    String arn = role(name);
    permit(name, policy);
    return arn;
  }

  /** Lets a role do what this policy says, in place of what the one before said. */
  void permit(String role, String policy) {
    aws.iam()
        .putRolePolicy(request -> request.roleName(role).policyName("own").policyDocument(policy));
  }

  /** Deletes a role with what it was permitted. */
  void removeRole(String role) {
    forbidAll(role);
    aws.iam().deleteRole(request -> request.roleName(role));
  }

  /** Takes away all that a role was permitted. */
  void forbidAll(String role) {
    for (String policy :
        aws.iam().listRolePolicies(request -> request.roleName(role)).policyNames()) {
      aws.iam().deleteRolePolicy(request -> request.roleName(role).policyName(policy));
    }
  }

  /** Lets a role do everything. */
  void permitAll(String role) {
    permit(
        role,
        """
        {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        """);
  }

  void model(String name, String role, String artifact) {
    model(name, role, artifact, _ -> {});
  }

  /** A model that serves an artifact from S3 with the usual image. */
  void model(
      String name, String role, String artifact, Consumer<CreateModelRequest.Builder> otherwise) {
    aws.sageMaker()
        .createModel(request -> {
          request
              .modelName(name)
              .executionRoleArn(role)
              .primaryContainer(container -> container.image(IMAGE).modelDataUrl(artifact))
              .tags(sageMakerTags());
          otherwise.accept(request);
        });
  }

  /** A configuration of instances. */
  void config(String name, String variant, String model, String type, int instances) {
    config(
        name,
        it ->
            it.variantName(variant)
                .modelName(model)
                .instanceType(type)
                .initialInstanceCount(instances),
        _ -> {});
  }

  /** A configuration with one variant. */
  void config(
      String name,
      Consumer<ProductionVariant.Builder> variant,
      Consumer<CreateEndpointConfigRequest.Builder> otherwise) {
    aws.sageMaker()
        .createEndpointConfig(request -> {
          request.endpointConfigName(name).productionVariants(variant).tags(sageMakerTags());
          otherwise.accept(request);
        });
  }

  void endpoint(String name, String config) {
    aws.sageMaker()
        .createEndpoint(
            request -> request.endpointName(name).endpointConfigName(config).tags(sageMakerTags()));
  }

  /** An alarm on a metric of nobody's. */
  void alarm(String name) {
    alarm(name, request -> request.namespace("Custom").metricName("m").statistic(Statistic.SUM));
  }

  /** An alarm on what a variant of an endpoint does. */
  void alarm(
      String name,
      String endpoint,
      String variant,
      Consumer<PutMetricAlarmRequest.Builder> metric) {
    alarm(
        name,
        request -> {
          request
              .namespace("AWS/SageMaker")
              .dimensions(
                  dimension -> dimension.name("EndpointName").value(endpoint),
                  dimension -> dimension.name("VariantName").value(variant));
          metric.accept(request);
        });
  }

  private void alarm(String name, Consumer<PutMetricAlarmRequest.Builder> metric) {
    aws.cloudWatch()
        .putMetricAlarm(request -> {
          request
              .alarmName(name)
              .period(60)
              .evaluationPeriods(1)
              .threshold(1.0)
              .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
              .tags(
                  tags((key, value) ->
                      software.amazon.awssdk.services.cloudwatch.model.Tag.builder()
                          .key(key)
                          .value(value)
                          .build()));
          metric.accept(request);
        });
  }

  private @Nullable List<Tag> sageMakerTags() {
    return tags((key, value) -> Tag.builder().key(key).value(value).build());
  }

  /** Null for none, since an empty list would be sent. */
  private <T> @Nullable List<T> tags(BiFunction<String, String, T> as) {
    return tags.isEmpty()
        ? null
        : tags.entrySet().stream().map(tag -> as.apply(tag.getKey(), tag.getValue())).toList();
  }
}
