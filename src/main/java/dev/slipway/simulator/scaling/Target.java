package dev.slipway.simulator.scaling;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;

/**
 * A scalable target: a variant whose count may be changed, within bounds.
 *
 * @param id the last part of its ARN
 * @param lastOut when it was last scaled out; null when never
 * @param beforeOut its capacity before that
 * @param afterOut its capacity after that
 * @param lastIn when it was last scaled in; null when never, or since a scale-out
 */
record Target(
    Scope scope,
    String resourceId,
    String dimension,
    String id,
    int min,
    int max,
    boolean outSuspended,
    boolean inSuspended,
    boolean scheduledSuspended,
    Map<String, String> tags,
    Instant created,
    @Nullable Instant lastOut,
    int beforeOut,
    int afterOut,
    @Nullable Instant lastIn) {

  static final String COUNT = "sagemaker:variant:DesiredInstanceCount";

  static final String PROVISIONED = "sagemaker:variant:DesiredProvisionedConcurrency";

  private static final Pattern RESOURCE = Pattern.compile("endpoint/([^/]+)/variant/([^/]+)");

  Target {
    tags = Map.copyOf(tags);
  }

  /** Endpoint and variant of a resource id. */
  record Variant(String endpoint, String name) {
    static Variant of(String resourceId) {
      Matcher matcher = RESOURCE.matcher(resourceId);
      if (!matcher.matches()) {
        throw ServiceException.validation(
            "Unsupported service namespace, resource type or scalable dimension: " + resourceId);
      }
      return new Variant(matcher.group(1), matcher.group(2));
    }
  }

  Variant variant() {
    return Variant.of(resourceId);
  }

  String key() {
    return key(scope, resourceId, dimension);
  }

  static String key(Scope scope, String resourceId, String dimension) {
    return scope.key(resourceId + "|" + dimension);
  }

  String arn() {
    return scope.arn("application-autoscaling", "scalable-target/" + id);
  }

  /** What of the variant is scaled. */
  Endpoints.Scaled scaled() {
    return dimension.equals(PROVISIONED)
        ? Endpoints.Scaled.PROVISIONED_CONCURRENCY
        : Endpoints.Scaled.INSTANCES;
  }

  /** What AWS's descriptions of activities call it. */
  String noun() {
    return switch (scaled()) {
      case INSTANCES -> "instance count";
      case PROVISIONED_CONCURRENCY -> "provisioned concurrency";
    };
  }

  /** The service-linked role that every target of SageMaker has. */
  String roleArn() {
    return "arn:aws:iam::"
        + scope.account()
        + ":role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
        + "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
  }

  /** Whether no capacity is within its bounds. */
  boolean isCrossed() {
    return min > max;
  }

  int within(int capacity) {
    return Math.clamp(capacity, min, max);
  }

  Target scaledOut(Instant now, int before, int after) {
    return with(min, max, tags, now, before, after, null);
  }

  Target scaledIn(Instant now) {
    return with(min, max, tags, lastOut, beforeOut, afterOut, now);
  }

  /** With the bounds that a scheduled action sets; one that it leaves out stays. */
  Target bounded(ScalableTargetAction action) {
    return with(
        action.minCapacity() == null ? min : action.minCapacity(),
        action.maxCapacity() == null ? max : action.maxCapacity(),
        tags,
        lastOut,
        beforeOut,
        afterOut,
        lastIn);
  }

  Target tagged(Map<String, String> next) {
    return with(min, max, next, lastOut, beforeOut, afterOut, lastIn);
  }

  private Target with(
      int least,
      int most,
      Map<String, String> labels,
      @Nullable Instant out,
      int before,
      int after,
      @Nullable Instant in) {
    return new Target(
        scope,
        resourceId,
        dimension,
        id,
        least,
        most,
        outSuspended,
        inSuspended,
        scheduledSuspended,
        labels,
        created,
        out,
        before,
        after,
        in);
  }
}
