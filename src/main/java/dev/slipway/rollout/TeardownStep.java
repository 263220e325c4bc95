package dev.slipway.rollout;

import dev.slipway.endpoint.Marks;
import dev.slipway.endpoint.Release;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes away everything that Slipway made for the endpoint, one thing a tick, in AWS's order:
 * scaling, alarms, endpoint, configurations, models. A managed role stays for a grace period, since
 * SageMaker hands back its grants some time after the endpoint is gone, and the retirement does not
 * wait for that. An endpoint that was never claimed is only forgotten.
 */
@Component
class TeardownStep implements Step {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  @Override
  public StepName name() {
    return StepName.TEARDOWN;
  }

  @Override
  public Outcome advance(StepContext context) {
    if (!context.endpoint().ours()) return forgotten(context);
    Optional<OwnedResource> next =
        context.owned().stream()
            .filter(one -> one.kind() != ResourceKind.ROLE && one.collectAfter() == null)
            .min(Comparator.comparing(OwnedResource::kind));
    if (next.isEmpty()) return nothingButRoles(context);
    OwnedResource resource = next.get();
    Optional<Outcome> kept = kept(resource, context);
    if (kept.isPresent()) return kept.get();
    String what = resource.kind() + " " + resource.name();
    return switch (Removal.of(resource, context)) {
      case ASKED -> new Outcome.Changed("Asked AWS to remove " + what + ".", context.memory());
      case GOING -> new Outcome.Waiting(LOOK_AGAIN, "AWS to remove " + what, null);
      case HELD ->
          new Outcome.Changed(
              HeldAlarms.told(List.of(resource.name())),
              context.memory(),
              HeldAlarms.left(resource.name()));
      case NOT_OURS ->
          resource.kind() == ResourceKind.ENDPOINT
              ? notOurs(resource.name())
              : new Outcome.Changed(
                  "Left " + what + " alone: it no longer carries this endpoint's mark.",
                  context.memory(),
                  ResourceChange.gone(resource.kind(), resource.name()));
      case GONE ->
          new Outcome.Changed(
              what + " is gone.",
              context.memory(),
              ResourceChange.gone(resource.kind(), resource.name()));
    };
  }

  /**
   * Keeps the scaling and alarms of an endpoint that stays. Otherwise they go before the endpoint
   * goes.
   */
  private static Optional<Outcome> kept(OwnedResource next, StepContext context) {
    if (next.kind().compareTo(ResourceKind.ENDPOINT) >= 0) return Optional.empty();
    return context.owned().stream()
        .filter(one -> one.kind() == ResourceKind.ENDPOINT)
        .map(OwnedResource::name)
        .distinct()
        .filter(name -> Removal.keptByOthers(name, context))
        .findFirst()
        .map(TeardownStep::notOurs);
  }

  private static Outcome notOurs(String endpoint) {
    return new Outcome.Stuck(
        "endpoint-not-ours",
        ResourceKind.ENDPOINT
            + " "
            + endpoint
            + " no longer carries this endpoint's mark ("
            + Marks.ENDPOINT
            + "). Neither it nor what it runs on was touched. Tag it, or delete it by hand, then"
            + " retire again.",
        null);
  }

  /**
   * Forgets an endpoint that was imported and never claimed: it is somebody else's, whatever is on
   * record of it. So is what it has of that which an endpoint left that was here before. The rest
   * of that stays on record, for the endpoint may come back.
   */
  private static Outcome forgotten(StepContext context) {
    return new Outcome.Done(
        "The endpoint was never claimed: "
            + context.endpoint().physicalName()
            + " was not touched.",
        context.memory(),
        context.owned().stream()
            .filter(one -> has(context.previous(), one))
            .map(one -> ResourceChange.gone(one.kind(), one.name()))
            .distinct()
            .toList(),
        null);
  }

  private static boolean has(@Nullable Release imported, OwnedResource one) {
    return imported != null
        && (Objects.equals(one.release(), imported.number())
            || LeftInUse.has(imported.spec(), one.kind(), one.name()));
  }

  private static Outcome nothingButRoles(StepContext context) {
    List<ResourceChange> left =
        context.owned().stream()
            .filter(role -> role.collectAfter() == null)
            .map(role -> ResourceChange.left(role.kind(), role.name(), ExecutionRoleStep.GRACE))
            .distinct()
            .toList();
    Set<String> held =
        context.owned().stream()
            .filter(one -> one.kind() == ResourceKind.ALARM)
            .map(OwnedResource::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return new Outcome.Done(
        (left.isEmpty()
                ? "Nothing of the endpoint is left in AWS"
                : "Nothing of the endpoint is left in AWS but its execution role, which is deleted"
                    + " in "
                    + ExecutionRoleStep.GRACE.toMinutes()
                    + " minutes")
            + (held.isEmpty() ? "." : ", besides alarms. " + HeldAlarms.told(held)),
        context.memory(),
        left,
        null);
  }
}
