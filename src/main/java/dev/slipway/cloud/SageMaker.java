package dev.slipway.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's control plane. Finders answer empty when the thing does not exist; every other
 * failure is a {@link CloudFailure}.
 */
public interface SageMaker {

  Optional<LiveModel> findModel(String name);

  /** Makes a model and returns its ARN. */
  String createModel(ModelSpec model);

  void deleteModel(String name);

  Optional<LiveEndpointConfig> findEndpointConfig(String name);

  /** Makes an endpoint configuration and returns its ARN. */
  String createEndpointConfig(EndpointConfigSpec config);

  void deleteEndpointConfig(String name);

  Optional<LiveEndpoint> findEndpoint(String name);

  /** Starts making an endpoint and returns its ARN; takes minutes. */
  String createEndpoint(String name, String endpointConfigName, Map<String, String> tags);

  /** Starts an update of an endpoint; takes minutes. */
  void updateEndpoint(EndpointUpdate update);

  /** Starts deleting an endpoint; takes a minute or more. */
  void deleteEndpoint(String name);

  /** The tags of a model, endpoint configuration or endpoint. */
  Map<String, String> tags(String arn);

  /** Adds tags to one of these, or replaces the values of those it has. */
  void tag(String arn, Map<String, String> tags);

  /**
   * A SageMaker Model to be made.
   *
   * @param containers one, or up to 15 that a request passes in turn (an inference pipeline)
   * @param network null for SageMaker's own
   */
  record ModelSpec(
      String name,
      List<Container> containers,
      String executionRoleArn,
      @Nullable Network network,
      Map<String, String> tags) {

    /** Of one container, in SageMaker's own network. */
    public ModelSpec(
        String name,
        String image,
        String modelDataUrl,
        String executionRoleArn,
        Map<String, String> environment,
        Map<String, String> tags) {
      this(
          name,
          List.of(new Container(null, image, modelDataUrl, environment)),
          executionRoleArn,
          null,
          tags);
    }
  }

  /**
   * One container of a model.
   *
   * @param hostname its name within a pipeline
   */
  record Container(
      @Nullable String hostname,
      @Nullable String image,
      @Nullable String modelDataUrl,
      Map<String, String> environment) {}

  /** A SageMaker Model as it is. */
  record LiveModel(
      String name,
      String arn,
      List<Container> containers,
      @Nullable String executionRoleArn,
      @Nullable Network network,
      Instant createdAt) {}

  /**
   * An endpoint configuration to be made.
   *
   * @param kmsKeyId what the instances' volumes are encrypted with; null for SageMaker's default
   */
  record EndpointConfigSpec(
      String name,
      List<ProductionVariant> variants,
      @Nullable String kmsKeyId,
      @Nullable DataCapture dataCapture,
      Map<String, String> tags) {

    /** With SageMaker's default encryption and no capture. */
    public EndpointConfigSpec(
        String name, List<ProductionVariant> variants, Map<String, String> tags) {
      this(name, variants, null, null, tags);
    }
  }

  /**
   * An endpoint configuration as it is.
   *
   * @param variants those that answer
   * @param shadowModels the models of those that get a copy of the traffic
   */
  record LiveEndpointConfig(
      String name,
      String arn,
      List<ProductionVariant> variants,
      List<String> shadowModels,
      @Nullable String kmsKeyId,
      @Nullable DataCapture dataCapture,
      Instant createdAt) {

    /** The models without which it does not run. */
    public Set<String> models() {
      return Stream.concat(
              variants.stream().map(ProductionVariant::modelName), shadowModels.stream())
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toSet());
    }

    /** How many instances it begins with; null where there are none. */
    public @Nullable Integer initialInstances() {
      return !variants.isEmpty()
              && variants.getFirst().host() instanceof VariantHost.Instances instances
          ? instances.initialCount()
          : null;
    }
  }

  /** One production variant. */
  record ProductionVariant(String name, String modelName, double weight, VariantHost host) {}

  /** What a variant runs on. */
  sealed interface VariantHost {

    /**
     * Instances; absent members are SageMaker's defaults.
     *
     * @param initialCount how many at first
     */
    record Instances(
        String type,
        int initialCount,
        @Nullable Integer volumeSizeGb,
        @Nullable Integer modelDataDownloadTimeoutSeconds,
        @Nullable Integer containerStartupTimeoutSeconds,
        @Nullable Routing routing)
        implements VariantHost {

      /** With SageMaker's defaults. */
      public Instances(String type, int initialCount) {
        this(type, initialCount, null, null, null, null);
      }

      /** The same with another count at first. */
      public Instances with(int count) {
        return new Instances(
            type,
            count,
            volumeSizeGb,
            modelDataDownloadTimeoutSeconds,
            containerStartupTimeoutSeconds,
            routing);
      }
    }

    /** No instances of one's own. */
    record OnDemand(Serverless serverless) implements VariantHost {}
  }

  /**
   * An update of an endpoint.
   *
   * @param policy how traffic moves; null for SageMaker's default
   * @param rollbackAlarms names of the alarms that make SageMaker roll back; at most 10
   * @param retainVariantProperties keep the live instance count and weight of same-named variants
   * @param excluded what is not kept in spite of that, but taken from the configuration
   */
  record EndpointUpdate(
      String endpointName,
      String endpointConfigName,
      @Nullable RolloutPolicy policy,
      List<String> rollbackAlarms,
      boolean retainVariantProperties,
      List<VariantProperty> excluded) {

    /** Keeps everything, or nothing. */
    public EndpointUpdate(
        String endpointName,
        String endpointConfigName,
        @Nullable RolloutPolicy policy,
        List<String> rollbackAlarms,
        boolean retainVariantProperties) {
      this(
          endpointName,
          endpointConfigName,
          policy,
          rollbackAlarms,
          retainVariantProperties,
          List.of());
    }
  }

  /** What of a live variant an update may keep. */
  enum VariantProperty {
    DESIRED_INSTANCE_COUNT,
    DESIRED_WEIGHT
  }

  /** An endpoint's status, by SageMaker's names. */
  enum EndpointStatus {
    CREATING,
    UPDATING,
    SYSTEM_UPDATING,
    ROLLING_BACK,
    IN_SERVICE,
    OUT_OF_SERVICE,
    DELETING,
    FAILED,
    UPDATE_ROLLBACK_FAILED,
    /** A status newer than this release of Slipway. */
    UNKNOWN;

    /** Whether requests are answered, and all by what is meant to answer them. */
    public boolean serves() {
      return switch (this) {
        case IN_SERVICE, UPDATING, SYSTEM_UPDATING, ROLLING_BACK -> true;
        case CREATING, DELETING, OUT_OF_SERVICE, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN -> false;
      };
    }

    /** Whether SageMaker is changing the endpoint, so that it accepts no update. */
    public boolean moving() {
      return switch (this) {
        case CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK, DELETING -> true;
        case IN_SERVICE, OUT_OF_SERVICE, FAILED, UPDATE_ROLLBACK_FAILED, UNKNOWN -> false;
      };
    }
  }

  /**
   * An endpoint as SageMaker describes it. While an update runs, {@code endpointConfigName} and
   * {@code variants} still show the old configuration, and {@code pending} the new one.
   *
   * @param status SageMaker's status
   * @param rawStatus the same as SageMaker spells it
   * @param lastRollbackAlarms the alarms of the deployment that last ran
   * @param lastPolicy how traffic moved in it; null when SageMaker does not say
   */
  record LiveEndpoint(
      String name,
      String arn,
      EndpointStatus status,
      String rawStatus,
      String endpointConfigName,
      @Nullable String failureReason,
      List<LiveVariant> variants,
      @Nullable Pending pending,
      List<String> lastRollbackAlarms,
      @Nullable RolloutPolicy lastPolicy,
      Instant createdAt,
      Instant lastModifiedAt) {

    /** How many instances are asked for now; null when SageMaker does not say. */
    public @Nullable Integer desiredInstances() {
      return variants.isEmpty() ? null : variants.getFirst().desiredInstanceCount();
    }

    /** What serves without instances; null where it runs on instances. */
    public @Nullable Serverless serverless() {
      return variants.isEmpty() ? null : variants.getFirst().serverless();
    }
  }

  /**
   * A variant that serves.
   *
   * @param serverless what it has now; null where it runs on instances
   */
  record LiveVariant(
      String name,
      @Nullable Integer currentInstanceCount,
      @Nullable Integer desiredInstanceCount,
      @Nullable Double currentWeight,
      @Nullable Serverless serverless,
      List<DeployedImage> images,
      List<VariantProgress> progress) {

    /** One that runs on instances. */
    public LiveVariant(
        String name,
        @Nullable Integer currentInstanceCount,
        @Nullable Integer desiredInstanceCount,
        @Nullable Double currentWeight,
        List<DeployedImage> images,
        List<VariantProgress> progress) {
      this(name, currentInstanceCount, desiredInstanceCount, currentWeight, null, images, progress);
    }
  }

  /** What an image reference was resolved to when it was deployed. */
  record DeployedImage(@Nullable String specified, @Nullable String resolved) {}

  /** One line of a variant's progress, such as {@code Baking} with AWS's message. */
  record VariantProgress(String status, @Nullable String message, @Nullable Instant startedAt) {}

  /** The update under way. */
  record Pending(
      String endpointConfigName, @Nullable Instant startedAt, List<LiveVariant> variants) {}
}
