package dev.slipway.rollout;

import dev.slipway.cloud.Roles;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.cloud.Roles.RoleSpec;
import dev.slipway.endpoint.Names;
import dev.slipway.environment.Profile.ExecutionRole;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The role that the containers run with: an existing role by its ARN, or a role that is made for
 * the endpoint.
 */
@Component
class ExecutionRoleStep implements Step {

  /** How long the role of a retired endpoint stays, so that the endpoint can be deployed again. */
  static final Duration GRACE = Duration.ofHours(1);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /**
   * How long the step waits for {@link CollectLeft} to delete a role: many of its rounds, though
   * one is enough.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @Override
  public StepName name() {
    return StepName.EXECUTION_ROLE;
  }

  @Override
  public Outcome advance(StepContext context) {
    ExecutionRole wanted = context.spec().executionRole();
    if (wanted.arn() != null) {
      return new Outcome.Done(
          "The containers run with " + wanted.arn() + ".",
          context.memory().withExecutionRole(wanted.arn()));
    }
    Roles roles = context.cloud().roles();
    String name = Names.executionRole(context.endpoint().name());
    if (context.collecting(ResourceKind.ROLE, name)) return leaving(context, name);
    Optional<LiveRole> live = roles.find(name);
    if (live.isEmpty()) {
      roles.create(
          new RoleSpec(
              name,
              wanted.path() == null ? "/" : wanted.path(),
              ExecutionRolePolicy.trust(),
              wanted.permissionsBoundaryArn(),
              context.birthmarks()));
      return new Outcome.Changed(
          "Made the execution role " + name + ".",
          context.memory(),
          ResourceChange.made(ResourceKind.ROLE, name));
    }
    if (!context.owns(ResourceKind.ROLE, name, live.get().tags())) {
      return context.stranger("role", name);
    }
    String permissions = ExecutionRolePolicy.permissions(context.spec(), context.previous());
    Optional<String> present = roles.findInlinePolicy(name, ExecutionRolePolicy.NAME);
    if (present.isEmpty() || !ExecutionRolePolicy.same(present.get(), permissions)) {
      roles.putInlinePolicy(name, ExecutionRolePolicy.NAME, permissions);
      return new Outcome.Changed(
          "Gave the execution role " + name + " its permissions.",
          context.memory(),
          ResourceChange.made(ResourceKind.ROLE, name));
    }
    return new Outcome.Done(
        "The execution role " + name + " is there with its permissions.",
        context.memory().withExecutionRole(live.get().arn()),
        ResourceChange.made(ResourceKind.ROLE, name));
  }

  private static Outcome leaving(StepContext context, String name) {
    if (context.inStep().compareTo(PATIENCE) < 0) {
      return new Outcome.Waiting(
          LOOK_AGAIN, "the role " + name + ", left by a retirement, to be gone", null);
    }
    return new Outcome.Impossible(
        "role-not-gone",
        "The role "
            + name
            + ", left by a retirement, is still being deleted after "
            + PATIENCE.toMinutes()
            + " minutes. Deploy again once it is gone.");
  }

  /** Whether the endpoint had been retired, so that this attempt took its role into use again. */
  private static boolean nothingStandsOnIt(StepContext context) {
    return context.endpoint().retired()
        && context.owned().stream().noneMatch(one -> one.kind() == ResourceKind.ENDPOINT);
  }

  private static Outcome left(String name, StepContext context) {
    return new Outcome.Done(
        "The execution role " + name + " is deleted in " + GRACE.toMinutes() + " minutes.",
        context.memory(),
        ResourceChange.left(ResourceKind.ROLE, name, GRACE));
  }

  /**
   * Deletes a role that was made for this attempt. A role that other attempts used stays for as
   * long as the endpoint is there.
   */
  @Override
  public Outcome undo(StepContext context) {
    String name = Names.executionRole(context.endpoint().name());
    boolean shared =
        context.owned().stream()
            .anyMatch(one ->
                one.kind() == ResourceKind.ROLE
                    && one.name().equals(name)
                    && !one.deploymentId().equals(context.deployment().id()));
    if (!context.madeHere(ResourceKind.ROLE, name)) return Step.super.undo(context);
    if (shared && nothingStandsOnIt(context)) return left(name, context);
    if (shared || context.memory().undoingTo() != DeploymentState.CANCELED) {
      return Step.super.undo(context);
    }
    OwnedResource role =
        context.owned().stream()
            .filter(one -> one.kind() == ResourceKind.ROLE && one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return switch (Removal.of(role, context)) {
      case ASKED, GOING ->
          new Outcome.Changed("Deleting the execution role " + name + ".", context.memory());
      case GONE, NOT_OURS, HELD ->
          new Outcome.Done(
              "The execution role " + name + " is gone, or no longer ours.",
              context.memory(),
              ResourceChange.gone(ResourceKind.ROLE, name));
    };
  }
}
