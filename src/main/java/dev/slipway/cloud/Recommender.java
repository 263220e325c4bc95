package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's Inference Recommender, as far as its "Default" jobs go: each tries a model on
 * instances of several types that it starts for that, and deletes them.
 */
public interface Recommender {

  Optional<Job> find(String name);

  /** Starts a job and returns its ARN; it takes three quarters of an hour. */
  String start(JobSpec job);

  /** Lets a job end before its time; it stops its instances first, which takes a while. */
  void stop(String name);

  /**
   * A job to be started.
   *
   * @param name unique in the account and region, 1–64 characters
   * @param modelName the SageMaker Model that is tried
   * @param roleArn as whom the job makes endpoints and reads the samples
   * @param instanceTypes that are tried; empty for those that AWS chooses
   * @param kmsKeyId what the volumes of its instances are encrypted with; null for SageMaker's own
   * @param vpc that its instances are attached to; null for SageMaker's own network
   */
  record JobSpec(
      String name,
      String description,
      String modelName,
      String roleArn,
      Samples samples,
      Kin kin,
      List<String> instanceTypes,
      @Nullable String kmsKeyId,
      Network.@Nullable Vpc vpc,
      Map<String, String> tags) {}

  /**
   * What is sent to the model.
   *
   * @param archive the S3 address of a gzipped tar of files, each one request's body
   */
  record Samples(String archive, String contentType) {}

  /**
   * What the model is like, by which AWS chooses instance types and what it tunes.
   *
   * @param framework such as {@code PYTORCH}; {@code OTHER} where it is none that AWS knows
   */
  record Kin(String domain, String task, String framework, @Nullable String frameworkVersion) {}

  /** A job's status. */
  enum Status {
    /** It waits, or tries the model: it may have instances. */
    WORKING,
    COMPLETED,
    FAILED,
    /** It was told to stop, and may have instances still. */
    STOPPING,
    STOPPED,
    /** It is deleted, or about to be. */
    DELETED,
    /** A status newer than this release of Slipway. */
    UNKNOWN
  }

  /**
   * A job as it is.
   *
   * @param failureReason AWS's own text; null while it has not failed
   * @param found what it recommends, in AWS's order; empty until it has completed
   */
  record Job(
      String name, String arn, Status status, @Nullable String failureReason, List<Found> found) {}

  /**
   * One way to host the model. Figures that AWS leaves out are null.
   *
   * @param maxInvocations the most requests a minute
   * @param modelLatencyMs at that many
   * @param costPerHour in dollars
   * @param environment what it tuned of the container's environment
   */
  record Found(
      String instanceType,
      int initialInstanceCount,
      @Nullable Integer maxInvocations,
      @Nullable Integer modelLatencyMs,
      @Nullable Double costPerHour,
      @Nullable Double costPerInference,
      Map<String, String> environment) {}
}
