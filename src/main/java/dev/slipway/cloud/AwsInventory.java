package dev.slipway.cloud;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.RawAnswers.Answer;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import tools.jackson.databind.JsonNode;

/** {@link Inventory} over the other ports, whose answers it keeps as AWS wrote them. */
record AwsInventory(
    Supplier<SageMakerClient> client,
    Supplier<ApplicationAutoScalingClient> scaling,
    SageMaker sageMaker,
    Autoscaling autoscaling,
    Alarms alarms)
    implements Inventory {

  private static final AwsCalls SAGEMAKER = new AwsCalls("sagemaker");
  private static final AwsCalls SCALING = new AwsCalls("application-autoscaling");

  @Override
  public Optional<Footprint> footprint(String endpointName) {
    RawAnswers.Kept raw = new RawAnswers.Kept();
    return raw.during(() -> sageMaker.findEndpoint(endpointName)).map(live -> footprint(live, raw));
  }

  private Footprint footprint(LiveEndpoint live, RawAnswers.Kept raw) {
    LiveEndpointConfig config =
        raw.during(() -> sageMaker.findEndpointConfig(live.endpointConfigName())).orElse(null);
    List<LiveModel> models = new ArrayList<>();
    if (config != null) {
      config.variants().stream()
          .map(SageMaker.ProductionVariant::modelName)
          .distinct()
          .forEach(name -> raw.during(() -> sageMaker.findModel(name)).ifPresent(models::add));
    }
    live.variants()
        .forEach(variant ->
            lookAtScaling("endpoint/" + live.name() + "/variant/" + variant.name(), raw));
    List<LiveAlarm> watching =
        raw.during(alarms::all).stream().filter(alarm -> belongs(alarm, live)).toList();
    return new Footprint(live, config, models, watching, parts(raw, watching));
  }

  /** Whether an alarm watches a metric of the endpoint, or decided over its last update. */
  private static boolean belongs(LiveAlarm alarm, LiveEndpoint live) {
    return live.lastRollbackAlarms().contains(alarm.name())
        || alarm.spec().metrics().stream().anyMatch(metric -> metric.isOf(live.name()));
  }

  private void lookAtScaling(String resource, RawAnswers.Kept raw) {
    ServiceNamespace namespace = ServiceNamespace.SAGEMAKER;
    raw.during(() -> {
      SCALING.run(
          "DescribeScalableTargets",
          () ->
              scaling
                  .get()
                  .describeScalableTargetsPaginator(
                      it -> it.serviceNamespace(namespace).resourceIds(resource))
                  .forEach(page -> {}));
      SCALING.run(
          "DescribeScalingPolicies",
          () ->
              scaling
                  .get()
                  .describeScalingPoliciesPaginator(
                      it -> it.serviceNamespace(namespace).resourceId(resource))
                  .forEach(page -> {}));
      SCALING.run(
          "DescribeScheduledActions",
          () ->
              scaling
                  .get()
                  .describeScheduledActionsPaginator(
                      it -> it.serviceNamespace(namespace).resourceId(resource))
                  .forEach(page -> {}));
      return true;
    });
  }

  private List<Part> parts(RawAnswers.Kept raw, List<LiveAlarm> watching) {
    List<Part> parts = new ArrayList<>();
    whole(raw, "DescribeEndpoint", Kind.ENDPOINT, "Endpoint", parts);
    whole(raw, "DescribeEndpointConfig", Kind.ENDPOINT_CONFIG, "EndpointConfig", parts);
    whole(raw, "DescribeModel", Kind.MODEL, "Model", parts);
    listed(
        raw,
        "DescribeScalableTargets",
        "ScalableTargets",
        Kind.SCALABLE_TARGET,
        "ResourceId",
        "ScalableTargetARN",
        autoscaling::tags,
        parts);
    listed(
        raw,
        "DescribeScalingPolicies",
        "ScalingPolicies",
        Kind.SCALING_POLICY,
        "PolicyName",
        "PolicyARN",
        arn -> Map.of(),
        parts);
    listed(
        raw,
        "DescribeScheduledActions",
        "ScheduledActions",
        Kind.SCHEDULED_ACTION,
        "ScheduledActionName",
        "ScheduledActionARN",
        arn -> Map.of(),
        parts);
    List<Part> all = new ArrayList<>();
    listed(
        raw,
        "DescribeAlarms",
        "MetricAlarms",
        Kind.ALARM,
        "AlarmName",
        "AlarmArn",
        arn -> Map.of(),
        all);
    for (LiveAlarm alarm : watching) {
      all.stream()
          .filter(part -> part.name().equals(alarm.name()))
          .map(part -> part.tagged(alarms.tags(alarm.arn())))
          .forEach(parts::add);
    }
    return List.copyOf(parts);
  }

  /** An answer that is one thing: {@code <Noun>Name}, {@code <Noun>Arn} and its other members. */
  private void whole(
      RawAnswers.Kept raw, String operation, Kind kind, String noun, List<Part> parts) {
    for (Answer answer : raw.to(operation)) {
      JsonNode body = RawTrees.of(answer.body());
      String arn = body.path(noun + "Arn").asString("");
      parts.add(
          new Part(
              kind,
              body.path(noun + "Name").asString(""),
              arn,
              body,
              RawTrees.unknown(body, (SdkPojo) answer.read()),
              sageMaker.tags(arn)));
    }
  }

  private static void listed(
      RawAnswers.Kept raw,
      String operation,
      String list,
      Kind kind,
      String nameMember,
      String arnMember,
      Function<String, Map<String, String>> tags,
      List<Part> parts) {
    for (Answer answer : raw.to(operation)) {
      JsonNode tree = RawTrees.of(answer.body());
      List<String> unknown = RawTrees.unknown(tree, (SdkPojo) answer.read());
      JsonNode things = tree.path(list);
      for (int i = 0; i < things.size(); i++) {
        String at = list + "[" + i + "].";
        JsonNode body = things.get(i);
        String arn = body.path(arnMember).asString("");
        parts.add(
            new Part(
                kind,
                body.path(nameMember).asString(""),
                arn,
                body,
                unknown.stream()
                    .filter(path -> path.startsWith(at))
                    .map(path -> path.substring(at.length()))
                    .toList(),
                tags.apply(arn)));
      }
    }
  }

  @Override
  public List<Listed> list(Listing kind) {
    return switch (kind) {
      case MODELS ->
          SAGEMAKER.call(
              "ListModels",
              () ->
                  client.get().listModelsPaginator(it -> it.maxResults(100)).models().stream()
                      .map(it -> new Listed(it.modelName(), it.modelArn(), it.creationTime()))
                      .toList());
      case ENDPOINT_CONFIGS ->
          SAGEMAKER.call(
              "ListEndpointConfigs",
              () ->
                  client
                      .get()
                      .listEndpointConfigsPaginator(it -> it.maxResults(100))
                      .endpointConfigs()
                      .stream()
                      .map(it ->
                          new Listed(
                              it.endpointConfigName(), it.endpointConfigArn(), it.creationTime()))
                      .toList());
      case ENDPOINTS ->
          SAGEMAKER.call(
              "ListEndpoints",
              () ->
                  client.get().listEndpointsPaginator(it -> it.maxResults(100)).endpoints().stream()
                      .map(it -> new Listed(it.endpointName(), it.endpointArn(), it.creationTime()))
                      .toList());
      case SCALABLE_TARGETS ->
          SCALING.call(
              "DescribeScalableTargets",
              () ->
                  scaling
                      .get()
                      .describeScalableTargetsPaginator(
                          it -> it.serviceNamespace(ServiceNamespace.SAGEMAKER))
                      .scalableTargets()
                      .stream()
                      .map(it ->
                          new Listed(it.resourceId(), it.scalableTargetARN(), it.creationTime()))
                      .toList());
    };
  }
}
