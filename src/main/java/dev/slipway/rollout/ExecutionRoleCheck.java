package dev.slipway.rollout;

import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.Roles;
import dev.slipway.cloud.Roles.LiveRole;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether an existing execution role can do what the release needs, and names each missing
 * action. A role that Slipway makes has all of them. Where Slipway may not ask IAM, nothing is
 * said: SageMaker will refuse then.
 */
final class ExecutionRoleCheck {

  private ExecutionRoleCheck() {}

  /** What is wrong with the role; empty when nothing is, or when IAM does not tell. */
  static Optional<Outcome> problem(StepContext context) {
    String arn = context.spec().executionRole().arn();
    if (arn == null) return Optional.empty();
    Roles roles = context.cloud().roles();
    try {
      Optional<LiveRole> live = roles.find(arn.substring(arn.lastIndexOf('/') + 1));
      if (live.isEmpty()) {
        return Optional.of(
            new Outcome.Impossible(
                "execution-role-missing",
                "The execution role " + arn + " does not exist. Make it, or name another."));
      }
      if (!live.get().trustPolicy().contains("sagemaker.amazonaws.com")) {
        return Optional.of(
            new Outcome.Impossible(
                "execution-role-not-assumable",
                "SageMaker cannot assume "
                    + arn
                    + ": allow sts:AssumeRole to the service sagemaker.amazonaws.com in its trust"
                    + " policy."));
      }
      return missing(roles, arn, context);
    } catch (CloudFailure failure) {
      if (failure.kind() == Kind.DENIED || failure.kind() == Kind.REFUSED) return Optional.empty();
      throw failure;
    }
  }

  private static Optional<Outcome> missing(Roles roles, String arn, StepContext context) {
    Set<String> missing = new LinkedHashSet<>();
    for (RoleNeeds.Need need : RoleNeeds.of(context.spec(), context.endpoint().physicalName())) {
      for (String action : roles.denied(arn, need.actions(), need.resource(), Map.of())) {
        missing.add(need.resource().equals("*") ? action : action + " on " + need.resource());
      }
    }
    if (missing.isEmpty()) return Optional.empty();
    return Optional.of(
        new Outcome.Impossible(
            "execution-role-lacks-actions",
            "The execution role "
                + arn
                + " may not do what the release needs: "
                + String.join(", ", missing)
                + ". Add them to its policy."));
  }
}
