package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;

/** {@link SageMaker} over the SageMaker API. */
record AwsSageMaker(Supplier<SageMakerClient> sageMaker) implements SageMaker {

  private static final AwsCalls CALLS = new AwsCalls("sagemaker");

  @Override
  public Optional<LiveModel> findModel(String name) {
    // A variant that hosts inference components names none, and SageMaker refuses the question.
    if (name.isEmpty()) return Optional.empty();
    return OneLook.answer(
        this,
        "DescribeModel",
        name,
        () ->
            CALLS
                .find(
                    "DescribeModel", () -> sageMaker.get().describeModel(it -> it.modelName(name)))
                .map(ModelShapes::model));
  }

  @Override
  public String createModel(ModelSpec model) {
    return CALLS.call(
        "CreateModel",
        () ->
            sageMaker
                .get()
                .createModel(it -> {
                  it.modelName(model.name()).executionRoleArn(model.executionRoleArn());
                  List<ContainerDefinition> containers =
                      model.containers().stream().map(ModelShapes::container).toList();
                  if (containers.size() == 1) it.primaryContainer(containers.getFirst());
                  else it.containers(containers);
                  ModelShapes.network(model.network(), it);
                  if (!model.tags().isEmpty()) it.tags(tagList(model.tags()));
                })
                .modelArn());
  }

  @Override
  public void deleteModel(String name) {
    CALLS.run("DeleteModel", () -> sageMaker.get().deleteModel(it -> it.modelName(name)));
  }

  @Override
  public Optional<LiveEndpointConfig> findEndpointConfig(String name) {
    return CALLS
        .find(
            "DescribeEndpointConfig",
            () -> sageMaker.get().describeEndpointConfig(it -> it.endpointConfigName(name)))
        .map(ConfigShapes::endpointConfig);
  }

  @Override
  public String createEndpointConfig(EndpointConfigSpec config) {
    return CALLS.call(
        "CreateEndpointConfig",
        () ->
            sageMaker
                .get()
                .createEndpointConfig(it -> {
                  it.endpointConfigName(config.name())
                      .productionVariants(
                          config.variants().stream().map(ConfigShapes::variant).toList());
                  if (config.kmsKeyId() != null) it.kmsKeyId(config.kmsKeyId());
                  if (config.dataCapture() != null) {
                    it.dataCaptureConfig(ConfigShapes.capture(config.dataCapture()));
                  }
                  if (!config.tags().isEmpty()) it.tags(tagList(config.tags()));
                })
                .endpointConfigArn());
  }

  @Override
  public void deleteEndpointConfig(String name) {
    CALLS.run(
        "DeleteEndpointConfig",
        () -> sageMaker.get().deleteEndpointConfig(it -> it.endpointConfigName(name)));
  }

  @Override
  public Optional<LiveEndpoint> findEndpoint(String name) {
    return CALLS
        .find(
            "DescribeEndpoint", () -> sageMaker.get().describeEndpoint(it -> it.endpointName(name)))
        .map(SageMakerShapes::endpoint);
  }

  @Override
  public String createEndpoint(String name, String endpointConfigName, Map<String, String> tags) {
    return CALLS.call(
        "CreateEndpoint",
        () ->
            sageMaker
                .get()
                .createEndpoint(it -> {
                  it.endpointName(name).endpointConfigName(endpointConfigName);
                  if (!tags.isEmpty()) it.tags(tagList(tags));
                })
                .endpointArn());
  }

  @Override
  public void updateEndpoint(EndpointUpdate update) {
    Optional<DeploymentConfig> deployment =
        RolloutShapes.deployment(update.policy(), update.rollbackAlarms());
    CALLS.run(
        "UpdateEndpoint",
        () ->
            sageMaker
                .get()
                .updateEndpoint(it -> {
                  it.endpointName(update.endpointName())
                      .endpointConfigName(update.endpointConfigName())
                      .retainAllVariantProperties(update.retainVariantProperties());
                  if (!update.excluded().isEmpty()) {
                    it.excludeRetainedVariantProperties(
                        update.excluded().stream().map(AwsSageMaker::excluded).toList());
                  }
                  deployment.ifPresent(it::deploymentConfig);
                }));
  }

  @Override
  public void deleteEndpoint(String name) {
    CALLS.run("DeleteEndpoint", () -> sageMaker.get().deleteEndpoint(it -> it.endpointName(name)));
  }

  @Override
  public Map<String, String> tags(String arn) {
    return CALLS.call(
        "ListTags",
        () ->
            sageMaker.get().listTagsPaginator(it -> it.resourceArn(arn)).tags().stream()
                .collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value)));
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    CALLS.run(
        "AddTags", () -> sageMaker.get().addTags(it -> it.resourceArn(arn).tags(tagList(tags))));
  }

  private static software.amazon.awssdk.services.sagemaker.model.VariantProperty excluded(
      VariantProperty property) {
    VariantPropertyType type =
        switch (property) {
          case DESIRED_INSTANCE_COUNT -> VariantPropertyType.DESIRED_INSTANCE_COUNT;
          case DESIRED_WEIGHT -> VariantPropertyType.DESIRED_WEIGHT;
        };
    return software.amazon.awssdk.services.sagemaker.model.VariantProperty.builder()
        .variantPropertyType(type)
        .build();
  }

  private static List<Tag> tagList(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
