package dev.slipway.endpoint;

import dev.slipway.base.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the resources that a deployment makes in AWS. All are computed beforehand from the
 * record, so that a repeated step finds what it made, and no name depends on another resource.
 *
 * <p>SageMaker's names hold at most 63 characters; a name that would be longer is cut and keeps a
 * hash of the whole.
 */
public final class Names {

  private static final int SAGEMAKER = 63;
  private static final int IAM = 64;

  private Names() {}

  /** {@code <endpoint>-m-<hash of the content>}: equal content shares one model. */
  public static String model(String endpoint, ReleaseSpec spec, String executionRoleArn) {
    List<Object> parts = new ArrayList<>();
    parts.add(spec.imageReference());
    parts.add(spec.modelDataUrl());
    parts.add(String.valueOf(spec.artifactETag()));
    parts.add(spec.containerEnvironment());
    parts.add(executionRoleArn);
    // Each part is added only where there is one, so that the names of models without these parts
    // stay as they always were.
    if (spec.furtherContainers() != null) {
      parts.add(List.of(String.valueOf(spec.containerHostname()), spec.furtherContainers()));
    }
    if (spec.network() != null) parts.add(spec.network());
    String content = Json.hash(parts).substring(0, 12);
    return fitted(endpoint, "-m-" + content, SAGEMAKER);
  }

  /** Stands in plans for a model that is not there yet. */
  static String models(String endpoint) {
    return endpoint + "-m-…";
  }

  /**
   * {@code <endpoint>-r<release>-a<attempt>-<hash>}: one per attempt, since metrics under a
   * configuration's name outlive the attempt.
   */
  public static String endpointConfig(String endpoint, int release, int attempt, String hash) {
    return fitted(
        endpoint, "-r" + release + "-a" + attempt + "-" + hash.substring(0, 8), SAGEMAKER);
  }

  /** Stands in plans, which are made before the attempt has a number, for its configuration. */
  static String endpointConfigs(String endpoint) {
    return endpoint + "-r…";
  }

  /**
   * The SageMaker endpoint that an attempt makes to take the serving one's place. No stable name
   * has two hyphens in a row, so it can be nobody else's.
   */
  public static String replacement(String endpoint, int attempt) {
    return fitted(endpoint, "--s" + attempt, SAGEMAKER);
  }

  /** Stands for that endpoint in plans. */
  static String replacements(String endpoint) {
    return endpoint + "--s…";
  }

  /** The role of an endpoint whose environment lets Slipway manage it. */
  public static String executionRole(String endpoint) {
    return fitted("slipway-" + endpoint, "", IAM);
  }

  /** The alarm that tells people about errors, for the endpoint's life. */
  public static String pagingErrors(String endpoint) {
    return endpoint + "-5xx-errors";
  }

  /** The alarm that tells people about latency, for the endpoint's life. */
  public static String pagingLatency(String endpoint) {
    return endpoint + "-high-latency";
  }

  /** The alarm on the new fleet's errors, one per attempt. */
  public static String rollbackErrors(String endpointConfig) {
    return endpointConfig + "-5xx-errors";
  }

  /** The alarm on the new fleet's latency, one per attempt. */
  public static String rollbackLatency(String endpointConfig) {
    return endpointConfig + "-high-latency";
  }

  /** The alarm by which an attempt is aborted. */
  public static String abort(String endpointConfig) {
    return endpointConfig + "-abort";
  }

  /** The target tracking policy of an endpoint. */
  public static String scalingPolicy(String endpoint) {
    return endpoint + "-scaling";
  }

  /** A step policy of an endpoint, and the alarm that drives it. */
  public static String stepPolicy(String endpoint, String policy) {
    return scalingPolicy(endpoint) + "-" + policy;
  }

  /** A scheduled action of an endpoint. */
  public static String scheduledAction(String endpoint, String action) {
    return endpoint + "-schedule-" + action;
  }

  private static String fitted(String stem, String end, int limit) {
    if (stem.length() + end.length() <= limit) return stem + end;
    String mark = "-" + Json.hash(stem).substring(0, 6);
    return stem.substring(0, limit - end.length() - mark.length()) + mark + end;
  }
}
