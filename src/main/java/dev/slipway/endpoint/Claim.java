package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Call;
import java.util.List;

/**
 * One thing that an adoption puts Slipway's mark on. A plan names it in its call: {@code
 * MODEL/churn-7}.
 */
public record Claim(Kind kind, String name) {

  /** What can be claimed. */
  public enum Kind {
    ENDPOINT("sagemaker", "AddTags"),
    ENDPOINT_CONFIG("sagemaker", "AddTags"),
    MODEL("sagemaker", "AddTags"),
    ALARM("cloudwatch", "TagResource"),
    SCALABLE_TARGET("application-autoscaling", "TagResource");

    private final String service;
    private final String operation;

    Kind(String service, String operation) {
      this.service = service;
      this.operation = operation;
    }
  }

  Call call() {
    return new Call(kind.service, kind.operation, kind + "/" + name);
  }

  /** What a plan claims, in its order. */
  public static List<Claim> in(Plan plan) {
    return plan.calls().stream().map(Claim::of).toList();
  }

  private static Claim of(Call call) {
    int slash = call.subject().indexOf('/');
    return new Claim(
        Kind.valueOf(call.subject().substring(0, slash)), call.subject().substring(slash + 1));
  }
}
