package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** SageMaker's operations on endpoint configurations. AWS lets one be deleted while in use. */
public final class EndpointConfigsApi {

  private final Shelf<CreateEndpointConfigRequest> configs;
  private final ModelsApi models;
  private final SimClock clock;
  private final SageMakerOptions options;

  public EndpointConfigsApi(
      Journal journal, ModelsApi models, Tags tags, SimClock clock, SageMakerOptions options) {
    this.configs =
        new Shelf<>(
            "sagemaker.endpoint-config",
            Names.ENDPOINT_CONFIG,
            journal,
            tags,
            CreateEndpointConfigRequest::builder);
    this.models = models;
    this.clock = clock;
    this.options = options;
  }

  public CreateEndpointConfigResponse createEndpointConfig(
      CreateEndpointConfigRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    if (configs.find(scope, request.endpointConfigName()).isPresent()) {
      throw Names.ENDPOINT_CONFIG.exists(scope, request.endpointConfigName());
    }
    ConfigChecks.check(request);
    for (ProductionVariant variant : ConfigChecks.all(request)) {
      CreateModelRequest model = models.get(scope, variant.modelName());
      if (variant.serverlessConfig() != null
          && !options.is(Undocumented.SERVERLESS_EXCLUSIONS_REFUSED_LATE)) {
        ConfigChecks.serverless(variant.variantName(), model);
      }
    }
    var entry =
        configs.add(scope, request.endpointConfigName(), request, request.tags(), clock.now());
    return CreateEndpointConfigResponse.builder().endpointConfigArn(entry.arn()).build();
  }

  public DescribeEndpointConfigResponse describeEndpointConfig(
      DescribeEndpointConfigRequest request, Caller caller) {
    var entry = configs.get(Scope.of(caller), request.endpointConfigName());
    DescribeEndpointConfigResponse known =
        Codec.fromJson(Codec.toJson(entry.request()), DescribeEndpointConfigResponse::builder);
    return known.toBuilder()
        .endpointConfigArn(entry.arn())
        .creationTime(entry.created())
        .productionVariants(
            entry.request().productionVariants().stream()
                .map(variant -> variant.toBuilder().initialVariantWeight(weight(variant)).build())
                .toList())
        .build();
  }

  public DeleteEndpointConfigResponse deleteEndpointConfig(
      DeleteEndpointConfigRequest request, Caller caller) {
    configs.remove(Scope.of(caller), request.endpointConfigName());
    return DeleteEndpointConfigResponse.builder().build();
  }

  public ListEndpointConfigsResponse listEndpointConfigs(
      ListEndpointConfigsRequest request, Caller caller) {
    var part = configs.page(Scope.of(caller), request);
    return ListEndpointConfigsResponse.builder()
        .endpointConfigs(
            part.items().stream()
                .map(entry ->
                    EndpointConfigSummary.builder()
                        .endpointConfigName(entry.name())
                        .endpointConfigArn(entry.arn())
                        .creationTime(entry.created())
                        .build())
                .toList())
        .nextToken(part.next())
        .build();
  }

  /** The configuration of that name, or AWS's refusal. */
  CreateEndpointConfigRequest get(Scope scope, String name) {
    return configs.get(scope, name).request();
  }

  static float weight(ProductionVariant variant) {
    return variant.initialVariantWeight() == null ? 1 : variant.initialVariantWeight();
  }
}
