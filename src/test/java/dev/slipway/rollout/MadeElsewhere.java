package dev.slipway.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;

/** Endpoints as the SDK's users make them: names and a variant of their own. */
record MadeElsewhere(AwsByHand aws) {

  private static final String VARIANT = "AllTraffic";
  private static final String TYPE = "ml.m5.large";

  /** Carried by what is made, the second as CloudFormation puts it: nobody else may. */
  static final Map<String, String> TAGS =
      Map.of("Team", "risk", "aws:cloudformation:stack-name", "ml-serving");

  private SageMakerClient sageMaker() {
    return aws.clients().sageMaker();
  }

  /** One that is watched. */
  void make(String name) {
    MakeByHand make = aws.make();
    MakeByHand tagging = make.tagging(TAGS);
    tagging.model(
        name + "-model",
        role(),
        ArtifactsByHand.uri("v1"),
        model ->
            model.primaryContainer(
                model.build().primaryContainer().toBuilder()
                    .environment(Map.of("MODE", "strict"))
                    .build()));
    make.config(name + "-config", VARIANT, name + "-model", TYPE, 2);
    tagging.endpoint(name, name + "-config");
    watch(name);
    alarm(name + "-latency", name, "ModelLatency", 400_000, it -> it.statistic(Statistic.AVERAGE));
    alarm(
        name + "-all-clear",
        name,
        "ModelLatency",
        900_000,
        it ->
            it.extendedStatistic("p99").okActions("arn:aws:sns:us-east-1:123456789012:all-clear"));
  }

  /** The same once more, where what the endpoint ran has been deleted or not. */
  void makeAgain(String name) {
    makeOf(name + "-2", _ -> {});
    aws.make().endpoint(name, name + "-2-config");
  }

  /** The ARN of a role that may do what serving takes. */
  private String role() {
    return aws.make()
        .roleThatMay(
            "serving",
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"logs:*\", \"ecr:*\", \"s3:*\","
                + " \"cloudwatch:*\"], \"Resource\": \"*\"}], \"Version\": \"2012-10-17\"}");
  }

  /** An endpoint in a VPC, encrypted, isolated, that captures what it is asked. */
  void makePrivate(String name) {
    make(name);
    aws.make()
        .model(
            name + "-private",
            role(),
            ArtifactsByHand.uri("v1"),
            model ->
                model
                    .enableNetworkIsolation(true)
                    .vpcConfig(
                        vpc -> vpc.subnets("subnet-1", "subnet-2").securityGroupIds("sg-1")));
    aws.make()
        .config(
            name + "-private",
            variant ->
                variant
                    .variantName(VARIANT)
                    .modelName(name + "-private")
                    .instanceType(TYPE)
                    .initialInstanceCount(2)
                    .routingConfig(to -> to.routingStrategy("LEAST_OUTSTANDING_REQUESTS"))
                    .volumeSizeInGB(40),
            config ->
                config
                    .kmsKeyId(
                        "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555")
                    .dataCaptureConfig(capture ->
                        capture
                            .enableCapture(true)
                            .initialSamplingPercentage(25)
                            .destinationS3Uri("s3://" + ArtifactsByHand.BUCKET + "/captures")
                            .captureOptions(
                                option -> option.captureMode("Input"),
                                option -> option.captureMode("Output"))));
  }

  /** A configuration that captures what its endpoint answers, as SageMaker does by default. */
  void makeCapturing(String name) {
    aws.make()
        .config(
            name + "-capturing",
            variant ->
                variant
                    .variantName(VARIANT)
                    .modelName(name + "-model")
                    .instanceType(TYPE)
                    .initialInstanceCount(2),
            config ->
                config.dataCaptureConfig(capture ->
                    capture
                        .initialSamplingPercentage(25)
                        .destinationS3Uri("s3://" + ArtifactsByHand.BUCKET + "/captures")
                        .captureOptions(option -> option.captureMode("Output"))));
  }

  /** An endpoint whose container has these variables. */
  void makeWith(String name, Map<String, String> variables) {
    makeOf(name, container -> container.environment(variables));
  }

  /** An endpoint whose one container has a name. */
  void makeNamed(String name, String hostname) {
    makeOf(name, container -> container.containerHostname(hostname));
  }

  /**
   * Makes a model again without its archive, as one that is in the image. Containers that serve do
   * not notice.
   */
  void bakeIn(String model) {
    var there = sageMaker().describeModel(it -> it.modelName(model));
    sageMaker().deleteModel(it -> it.modelName(model));
    sageMaker()
        .createModel(it ->
            it.modelName(model)
                .executionRoleArn(there.executionRoleArn())
                .primaryContainer(alone -> alone.image(there.primaryContainer().image())));
  }

  /** An endpoint of such a container. */
  void makeOf(String name, Consumer<ContainerDefinition.Builder> container) {
    aws.make()
        .model(
            name + "-model",
            role(),
            ArtifactsByHand.uri("v1"),
            model -> {
              ContainerDefinition.Builder one = model.build().primaryContainer().toBuilder();
              container.accept(one);
              model.primaryContainer(one.build());
            });
    aws.make().config(name + "-config", VARIANT, name + "-model", TYPE, 2);
    aws.make().endpoint(name, name + "-config");
  }

  /** An endpoint of two containers without names. */
  void makePipeline(String name) {
    aws.make()
        .model(
            name + "-pipeline",
            role(),
            ArtifactsByHand.uri("v1"),
            model -> {
              ContainerDefinition container = model.build().primaryContainer();
              model.containers(container, container).primaryContainer((ContainerDefinition) null);
            });
    aws.make().config(name + "-pipeline", VARIANT, name + "-pipeline", TYPE, 2);
    aws.make().endpoint(name, name + "-pipeline");
  }

  /** Asks for another number of instances, as the console does. */
  void resize(String name, int instances) {
    sageMaker()
        .updateEndpointWeightsAndCapacities(request ->
            request
                .endpointName(name)
                .desiredWeightsAndCapacities(
                    variant -> variant.variantName(VARIANT).desiredInstanceCount(instances)));
  }

  /** Moves it to another configuration. */
  void move(String name, String config) {
    sageMaker().updateEndpoint(request -> request.endpointName(name).endpointConfigName(config));
  }

  /** Moves it to another configuration that says the same, watched by these alarms. */
  void moveGuarded(String name, String... alarms) {
    String config = name + "-guarded";
    aws.make().config(config, VARIANT, name + "-model", TYPE, 2);
    List<Alarm> watching =
        Arrays.stream(alarms).map(it -> Alarm.builder().alarmName(it).build()).toList();
    sageMaker()
        .updateEndpoint(request ->
            request
                .endpointName(name)
                .endpointConfigName(config)
                .deploymentConfig(deployment ->
                    deployment
                        .blueGreenUpdatePolicy(policy ->
                            policy.trafficRoutingConfiguration(
                                routing -> routing.type("ALL_AT_ONCE").waitIntervalInSeconds(60)))
                        .autoRollbackConfiguration(rollback -> rollback.alarms(watching))));
  }

  /** An alarm on what two endpoints do together. */
  void watchBoth(String alarm, String one, String other) {
    watch(
        alarm,
        5,
        errors("one", one),
        errors("other", other),
        expression("sum", "one + other", true));
  }

  /** An alarm on one metric that has an id there. */
  void watchOne(String alarm, String endpoint, double limit) {
    watch(alarm, limit, errors("watched", endpoint, true));
  }

  /** An alarm on one of two metrics that it names; nothing puts them together. */
  void watchFirst(String alarm, String endpoint) {
    watch(alarm, 5, errors("watched", endpoint, true), errors("aside", endpoint));
  }

  /** An alarm on one metric, beside an expression that it does not watch. */
  void watchBeside(String alarm, String endpoint) {
    watch(alarm, 5, errors("watched", endpoint, true), expression("twice", "watched * 2", false));
  }

  private void watch(String alarm, double limit, MetricDataQuery... metrics) {
    aws.clients()
        .cloudWatch()
        .putMetricAlarm(request ->
            request
                .alarmName(alarm)
                .evaluationPeriods(2)
                .threshold(limit)
                .comparisonOperator("GreaterThanThreshold")
                .metrics(metrics));
  }

  private static MetricDataQuery expression(String id, String expression, boolean watched) {
    return MetricDataQuery.builder()
        .id(id)
        .expression(expression)
        .label("")
        .returnData(watched)
        .build();
  }

  private static MetricDataQuery errors(String id, String endpoint) {
    return errors(id, endpoint, false);
  }

  private static MetricDataQuery errors(String id, String endpoint, boolean watched) {
    return MetricDataQuery.builder()
        .id(id)
        .returnData(watched)
        .metricStat(stat ->
            stat.stat("Sum")
                .period(60)
                .metric(metric ->
                    metric
                        .namespace("AWS/SageMaker")
                        .metricName("Invocation5XXErrors")
                        .dimensions(
                            dimension -> dimension.name("EndpointName").value(endpoint),
                            dimension -> dimension.name("VariantName").value(VARIANT))))
        .build();
  }

  /** An alarm on alarms. */
  void composite(String alarm, String rule) {
    aws.clients()
        .cloudWatch()
        .putCompositeAlarm(request -> request.alarmName(alarm).alarmRule(rule));
  }

  /** Another alarm on an endpoint, with these tags. */
  void watch(String alarm, String endpoint, Map<String, String> tags) {
    aws.make()
        .tagging(tags)
        .alarm(
            alarm,
            endpoint,
            VARIANT,
            it -> it.metricName("Invocation5XXErrors").statistic(Statistic.SUM));
  }

  /** A serverless endpoint with warm capacity. */
  void makeServerless(String name) {
    make(name + "-twin");
    aws.make()
        .config(
            name + "-config",
            variant ->
                variant
                    .variantName(VARIANT)
                    .modelName(name + "-twin-model")
                    .serverlessConfig(
                        serverless -> serverless.memorySizeInMB(3072).maxConcurrency(15)),
            _ -> {});
    aws.make().endpoint(name, name + "-config");
    watch(name);
  }

  /** An endpoint of one instance. */
  void makeSmall(String name) {
    make(name + "-twin");
    aws.make().config(name + "-config", VARIANT, name + "-twin-model", TYPE, 1);
    aws.make().endpoint(name, name + "-config");
    watch(name);
  }

  private void watch(String name) {
    alarm(name + "-errors", name, "Invocation5XXErrors", 5, it -> it.statistic(Statistic.SUM));
  }

  private void alarm(
      String name,
      String endpoint,
      String metric,
      double limit,
      Consumer<PutMetricAlarmRequest.Builder> more) {
    aws.make()
        .alarm(
            name,
            endpoint,
            VARIANT,
            alarm -> more.accept(alarm.metricName(metric).evaluationPeriods(2).threshold(limit)));
  }

  /** An endpoint that runs somebody's model as its shadow. */
  void makeShadowing(String name, String model) {
    aws.make().model(name + "-model", role(), ArtifactsByHand.uri("v1"));
    aws.make()
        .config(
            name + "-config",
            variant ->
                variant
                    .variantName(VARIANT)
                    .modelName(name + "-model")
                    .instanceType(TYPE)
                    .initialInstanceCount(1)
                    .initialVariantWeight(1f),
            config ->
                config.shadowProductionVariants(shadow ->
                    shadow
                        .variantName("Shadow")
                        .modelName(model)
                        .instanceType(TYPE)
                        .initialInstanceCount(1)
                        .initialVariantWeight(1f)));
    aws.make().endpoint(name, name + "-config");
  }

  /** Another endpoint on the same configuration. */
  void copy(String endpoint, String name) {
    aws.make().endpoint(name, aws.endpoint(endpoint).endpointConfigName());
  }

  /** Moves an endpoint to a configuration with what Slipway has no word for. */
  void makeAsynchronous(String name) {
    var config =
        sageMaker().describeEndpointConfig(request -> request.endpointConfigName(name + "-config"));
    sageMaker()
        .createEndpointConfig(request ->
            request
                .endpointConfigName(name + "-async")
                .productionVariants(config.productionVariants())
                .asyncInferenceConfig(async ->
                    async.outputConfig(
                        output -> output.s3OutputPath("s3://" + ArtifactsByHand.BUCKET + "/out"))));
    sageMaker()
        .updateEndpoint(request -> request.endpointName(name).endpointConfigName(name + "-async"));
  }
}
