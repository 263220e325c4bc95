package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantServerlessConfig;
import software.amazon.awssdk.services.sagemaker.model.RepositoryAccessMode;

/**
 * What CreateEndpointConfig refuses in what it is given ("Serverless Inference", "Feature
 * exclusions"; the API reference). The texts are not documented.
 */
final class ConfigChecks {

  /** Families with local storage, whose volumes cannot be encrypted by a key of one's own. */
  private static final Pattern LOCAL_STORAGE =
      Pattern.compile("ml\\.([a-z]+\\d+[a-z]*d[a-z]*|g5|g6|g6e|gr6|p5|p5en?|trn\\d+n?)\\..*");

  /**
   * The guide asks for a registry of the same account; of another account's nothing is said, and
   * AWS's own images are in some, so those pass.
   */
  private static final Pattern ECR = Pattern.compile("\\d{12}\\.dkr\\.ecr(-fips)?\\..+");

  private ConfigChecks() {}

  /** What the request alone shows. */
  static void check(CreateEndpointConfigRequest request) {
    Set<String> names = new HashSet<>();
    for (ProductionVariant variant : all(request)) {
      if (!names.add(variant.variantName())) {
        throw ServiceException.validation(
            "Variant names must be unique: \"" + variant.variantName() + "\" is given twice.");
      }
      check(request, variant);
    }
    if (!request.shadowProductionVariants().isEmpty()
        && (request.productionVariants().size() != 1
            || request.shadowProductionVariants().size() != 1)) {
      throw ServiceException.validation(
          "With a shadow variant there is exactly one production variant and one shadow variant.");
    }
    if (request.productionVariants().stream()
        .allMatch(variant -> Float.valueOf(0).equals(variant.initialVariantWeight()))) {
      throw ServiceException.validation(
          "At least one production variant must have a weight greater than 0.");
    }
  }

  static List<ProductionVariant> all(CreateEndpointConfigRequest request) {
    return java.util.stream.Stream.concat(
            request.productionVariants().stream(), request.shadowProductionVariants().stream())
        .toList();
  }

  private static void check(CreateEndpointConfigRequest request, ProductionVariant variant) {
    if (variant.modelName() == null) {
      throw ServiceException.validation(
          "ModelName is needed: inference components are not modelled by this simulator.");
    }
    if (variant.serverlessConfig() != null) {
      serverless(request, variant, variant.serverlessConfig());
    } else if (variant.instanceType() == null || variant.initialInstanceCount() == null) {
      throw ServiceException.validation(
          "InstanceType and InitialInstanceCount are needed for variant \""
              + variant.variantName()
              + "\".");
    } else if (request.kmsKeyId() != null
        && LOCAL_STORAGE.matcher(variant.instanceTypeAsString()).matches()) {
      throw ServiceException.validation(
          "KmsKeyId cannot be specified for instance type "
              + variant.instanceTypeAsString()
              + ", which uses local storage.");
    }
  }

  private static void serverless(
      CreateEndpointConfigRequest request,
      ProductionVariant variant,
      ProductionVariantServerlessConfig config) {
    if (variant.instanceType() != null
        || variant.initialInstanceCount() != null
        || variant.acceleratorType() != null
        || variant.volumeSizeInGB() != null
        || variant.managedInstanceScaling() != null
        || variant.routingConfig() != null) {
      throw excluded("instance settings", variant.variantName());
    }
    if (config.memorySizeInMB() % 1024 != 0) {
      throw ServiceException.validation(
          "MemorySizeInMB must be 1024, 2048, 3072, 4096, 5120 or 6144 for variant \""
              + variant.variantName()
              + "\".");
    }
    if (config.provisionedConcurrency() != null
        && config.provisionedConcurrency() > config.maxConcurrency()) {
      throw ServiceException.validation(
          "ProvisionedConcurrency must be less than or equal to MaxConcurrency for variant \""
              + variant.variantName()
              + "\".");
    }
    if (request.productionVariants().size() > 1) {
      throw excluded("multiple production variants", variant.variantName());
    }
    if (!request.shadowProductionVariants().isEmpty()) {
      throw excluded("shadow variants", variant.variantName());
    }
    if (request.dataCaptureConfig() != null) {
      throw excluded("data capture", variant.variantName());
    }
    if (request.asyncInferenceConfig() != null) {
      throw excluded("asynchronous inference", variant.variantName());
    }
    if (request.vpcConfig() != null) {
      throw excluded("VPC configuration", variant.variantName());
    }
    if (Boolean.TRUE.equals(request.enableNetworkIsolation())) {
      throw excluded("network isolation", variant.variantName());
    }
  }

  /** What the model of a serverless variant must not have. */
  static void serverless(String variant, CreateModelRequest model) {
    if (model.vpcConfig() != null) {
      throw excluded("VPC configuration", variant);
    }
    if (Boolean.TRUE.equals(model.enableNetworkIsolation())) {
      throw excluded("network isolation", variant);
    }
    List<ContainerDefinition> containers = ModelsApi.containers(model);
    if (containers.size() > 1) {
      throw excluded("inference pipelines", variant);
    }
    ContainerDefinition container = containers.getFirst();
    if (container.modelDataSource() != null) {
      throw excluded("ModelDataSource", variant);
    }
    if (!ECR.matcher(container.image()).matches()
        || (container.imageConfig() != null
            && container.imageConfig().repositoryAccessMode() == RepositoryAccessMode.VPC)) {
      throw excluded("private Docker registries", variant);
    }
  }

  private static ServiceException excluded(String what, String variant) {
    return ServiceException.validation(
        "Serverless Inference does not support " + what + ": variant \"" + variant + "\".");
  }
}
