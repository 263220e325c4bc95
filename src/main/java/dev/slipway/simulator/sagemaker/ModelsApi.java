package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ContainerMode;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.InferenceExecutionMode;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelCompressionType;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.RecommendationStatus;
import software.amazon.awssdk.services.sagemaker.model.S3ModelDataType;

/** SageMaker's operations on models. */
public final class ModelsApi {

  private final Shelf<CreateModelRequest> models;
  private final SimClock clock;

  public ModelsApi(Journal journal, Tags tags, SimClock clock) {
    this.models =
        new Shelf<>("sagemaker.model", Names.MODEL, journal, tags, CreateModelRequest::builder);
    this.clock = clock;
  }

  public CreateModelResponse createModel(CreateModelRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    if ((request.primaryContainer() != null) == !request.containers().isEmpty()) {
      throw ServiceException.validation(
          "You must specify exactly one of PrimaryContainer and Containers.");
    }
    containers(request).forEach(ModelsApi::check);
    checkNames(request);
    var entry = models.add(scope, request.modelName(), request, request.tags(), clock.now());
    return CreateModelResponse.builder().modelArn(entry.arn()).build();
  }

  public DescribeModelResponse describeModel(DescribeModelRequest request, Caller caller) {
    var entry = models.get(Scope.of(caller), request.modelName());
    DescribeModelResponse known =
        Codec.fromJson(Codec.toJson(entry.request()), DescribeModelResponse::builder);
    DescribeModelResponse.Builder shown =
        known.toBuilder()
            .modelArn(entry.arn())
            .creationTime(entry.created())
            .enableNetworkIsolation(Boolean.TRUE.equals(entry.request().enableNetworkIsolation()))
            .deploymentRecommendation(
                it -> it.recommendationStatus(RecommendationStatus.NOT_APPLICABLE));
    if (known.primaryContainer() != null) {
      shown.primaryContainer(shown(known.primaryContainer()));
    }
    if (known.hasContainers()) {
      shown.containers(known.containers().stream().map(ModelsApi::shown).toList());
    }
    if (known.containers().size() > 1 && known.inferenceExecutionConfig() == null) {
      shown.inferenceExecutionConfig(it -> it.mode(InferenceExecutionMode.SERIAL));
    }
    return shown.build();
  }

  /** A container with what SageMaker tells of it that nobody needs to give. */
  private static ContainerDefinition shown(ContainerDefinition given) {
    ContainerDefinition.Builder shown = given.toBuilder();
    if (given.mode() == null) {
      shown.mode(ContainerMode.SINGLE_MODEL);
    }
    if (given.modelDataUrl() != null && given.modelDataSource() == null) {
      shown.modelDataSource(source ->
          source.s3DataSource(it ->
              it.s3Uri(given.modelDataUrl())
                  .s3DataType(S3ModelDataType.S3_OBJECT)
                  .compressionType(ModelCompressionType.GZIP)));
    }
    return shown.build();
  }

  public DeleteModelResponse deleteModel(DeleteModelRequest request, Caller caller) {
    models.remove(Scope.of(caller), request.modelName());
    return DeleteModelResponse.builder().build();
  }

  public ListModelsResponse listModels(ListModelsRequest request, Caller caller) {
    var part = models.page(Scope.of(caller), request);
    return ListModelsResponse.builder()
        .models(
            part.items().stream()
                .map(entry ->
                    ModelSummary.builder()
                        .modelName(entry.name())
                        .modelArn(entry.arn())
                        .creationTime(entry.created())
                        .build())
                .toList())
        .nextToken(part.next())
        .build();
  }

  /** The model of that name, or AWS's refusal. */
  CreateModelRequest get(Scope scope, String name) {
    return models.get(scope, name).request();
  }

  private static void check(ContainerDefinition container) {
    if (container.image() == null) {
      throw ServiceException.validation(
          "Image is needed: model packages are not modelled by this simulator.");
    }
    if (container.mode() == ContainerMode.MULTI_MODEL) {
      throw ServiceException.validation(
          "Mode MultiModel is not modelled by this simulator; use SingleModel.");
    }
  }

  /** Hostnames are for several containers: each has one, or none has; direct calls need them. */
  private static void checkNames(CreateModelRequest request) {
    List<String> names =
        request.containers().stream()
            .map(ContainerDefinition::containerHostname)
            .filter(Objects::nonNull)
            .toList();
    if (names.size() != Set.copyOf(names).size()) {
      throw ServiceException.validation("ContainerHostname must be unique within a model.");
    }
    boolean some = !names.isEmpty() && names.size() < request.containers().size();
    if (some || (direct(request) && names.isEmpty())) {
      throw ServiceException.validation(
          "ContainerHostname must be specified for every container of the model.");
    }
    if (request.inferenceExecutionConfig() != null && request.containers().size() < 2) {
      throw ServiceException.validation(
          "InferenceExecutionConfig is only for models with at least two containers.");
    }
  }

  /** The containers that serve, in order. */
  static List<ContainerDefinition> containers(CreateModelRequest model) {
    return model.primaryContainer() != null
        ? List.of(model.primaryContainer())
        : model.containers();
  }

  /** Whether callers name the container instead of sending through all of them. */
  static boolean direct(CreateModelRequest model) {
    return model.inferenceExecutionConfig() != null
        && model.inferenceExecutionConfig().mode() == InferenceExecutionMode.DIRECT;
  }

  /** A container's name among several: its hostname, or {@code container-N}. */
  static @Nullable String name(CreateModelRequest model, ContainerDefinition container) {
    if (container.containerHostname() != null || model.containers().size() < 2) {
      return container.containerHostname();
    }
    return "container-" + (model.containers().indexOf(container) + 1);
  }
}
