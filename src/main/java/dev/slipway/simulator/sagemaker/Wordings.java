package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;

/**
 * Error sentences of AWS that are documented nowhere, and that a client might parse anyway. Each
 * has our wording and another one ({@link Undocumented}), so that tests can show that nothing
 * depends on the text.
 */
final class Wordings {

  private Wordings() {}

  /** A canary, step or batch beyond the guardrails' limits. */
  static ServiceException size(
      SageMakerOptions options, String member, int least, String variant, int count) {
    String allowed = least > 0 ? "between " + least + "% and 50%" : "at most 50%";
    return ServiceException.validation(
        options.is(Undocumented.SIZE_REFUSED_IN_OTHER_WORDS)
            ? "Invalid DeploymentConfig: the value of "
                + member
                + " is not valid. It should be "
                + allowed
                + " of the capacity of the fleet."
            : member
                + " must be "
                + allowed
                + " of the variant's total instance count: variant \""
                + variant
                + "\" has "
                + count
                + " instance(s).");
  }

  /** Another instance type for a registered variant, or its removal. */
  static ServiceException registered(SageMakerOptions options, String variant, String arn) {
    return ServiceException.validation(
        options.is(Undocumented.INSTANCE_TYPE_REFUSED_IN_OTHER_WORDS)
            ? "The variant(s) \"["
                + variant
                + "]\" must be deregistered as scalable targets with AWS Auto Scaling before they"
                + " can be removed or have their instance type updated."
            : "Variant \""
                + variant
                + "\" of endpoint \""
                + arn
                + "\" is registered as a scalable target: its instance type cannot be changed"
                + " and it cannot be removed until it is deregistered.");
  }

  /** FailureReason once alarms have ended a deployment. */
  static String alarmed(SageMakerOptions options, List<String> alarms) {
    return options.is(Undocumented.ROLLBACK_REASON_IN_OTHER_WORDS)
        ? "Endpoint update failed. Auto-rollback was triggered because CloudWatch alarm(s) "
            + alarms
            + " are in alarm state."
        : "One or more configured alarms went into ALARM state during the deployment: "
            + String.join(", ", alarms)
            + ". The deployment was rolled back.";
  }

  /** FailureReason once a deployment has taken too long. */
  static String timedOut(SageMakerOptions options, long seconds) {
    return options.is(Undocumented.ROLLBACK_REASON_IN_OTHER_WORDS)
        ? "Endpoint update failed. The update exceeded the maximum execution timeout of "
            + seconds
            + " seconds."
        : "The deployment did not complete within MaximumExecutionTimeoutInSeconds ("
            + seconds
            + ") and was rolled back.";
  }

  /** An invocation for a variant that the endpoint does not have. */
  static String unknownVariant(SageMakerOptions options, String variant, String endpoint) {
    return options.is(Undocumented.UNKNOWN_VARIANT_IN_OTHER_WORDS)
        ? "Could not find variant \"" + variant + "\" of endpoint \"" + endpoint + "\"."
        : "Variant " + variant + " not found for Endpoint " + endpoint + ".";
  }

  /** A request of a session that nobody has opened, or whose instance is gone. */
  static String noSession(SageMakerOptions options, String session) {
    return otherwise(options)
        ? "The session ID " + session + " does not exist."
        : "Session " + session + " not found.";
  }

  /** A request of a session whose time is over. */
  static String sessionOver(SageMakerOptions options, String session) {
    return otherwise(options)
        ? "The session ID " + session + " is no longer valid."
        : "Session " + session + " has expired.";
  }

  /** A plain invocation of an asynchronous endpoint. */
  static String onlyAsynchronous(SageMakerOptions options, String endpoint) {
    return otherwise(options)
        ? "InvokeEndpoint is not supported for asynchronous endpoint " + endpoint + "."
        : "Endpoint " + endpoint + " is asynchronous; it is invoked with InvokeEndpointAsync.";
  }

  /** An asynchronous invocation of another endpoint. */
  static String notAsynchronous(SageMakerOptions options, String endpoint) {
    return otherwise(options)
        ? "InvokeEndpointAsync is not supported for endpoint " + endpoint + "."
        : "Endpoint " + endpoint + " is not configured for asynchronous inference.";
  }

  private static boolean otherwise(SageMakerOptions options) {
    return options.is(Undocumented.INVOCATION_REFUSED_IN_OTHER_WORDS);
  }
}
