package dev.slipway.proxy;

import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.endpoint.Route;
import dev.slipway.proxy.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A stage of the {@link Pipeline}: finds where the endpoint's predictions go. */
final class FindRoute {

  private final KnownRoutes routes;

  FindRoute(KnownRoutes routes) {
    this.routes = routes;
  }

  /**
   * The destination. That an endpoint does not exist is told only to callers who may ask for
   * predictions somewhere (of a logical target: in its environment). All others are told that they
   * are not allowed.
   *
   * @throws Refusal when there is no such endpoint, when the caller may not ask it or may ask
   *     several of that name, or when routes were never read
   */
  Destination find(Target target, Principal caller) {
    Optional<Destination> found = routes.find(target);
    boolean allowed =
        found
            .map(destination -> destination.route().environment())
            .or(() -> environment(target))
            .map(environment -> caller.may(Role.INVOKER, environment))
            .orElseGet(() -> mayAskSome(target, caller));
    if (!allowed) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "This needs the role invoker in the endpoint's environment, which %s does not have."
              .formatted(caller.name()));
    }
    return found
        .or(() -> ofSeveral(target, caller))
        .orElseThrow(() -> notFound(target, caller))
        .at(target.operation());
  }

  /** The destination, as far as there is one that the caller may ask. */
  Optional<Destination> open(Target target, Principal caller) {
    return routes
        .find(target)
        .filter(found -> caller.may(Role.INVOKER, found.route().environment()))
        .or(() -> theOne(askable(target, caller)));
  }

  private boolean mayAskSome(Target target, Principal caller) {
    return routes.namesakes(target).isEmpty()
        ? !caller.reach(Role.INVOKER).isNowhere()
        : !askable(target, caller).isEmpty();
  }

  /**
   * What a name means that several endpoints had in SageMaker. To AWS the caller's account says
   * which; here it is what the caller may ask. Whoever may ask several has to say which, also where
   * the others are retired: their callers would not notice that another one answers.
   */
  private Optional<Destination> ofSeveral(Target target, Principal caller) {
    List<Route> meant = askable(target, caller);
    if (meant.size() > 1) {
      throw new Refusal(
          Reason.NAME_SHARED,
          "Several endpoints have this name in SageMaker. Ask for the one that you mean by its name"
              + " here: "
              + meant.stream().map(Route::endpoint).collect(Collectors.joining(", "))
              + ".");
    }
    return theOne(meant);
  }

  private List<Route> askable(Target target, Principal caller) {
    return routes.namesakes(target).stream()
        .filter(route -> caller.may(Role.INVOKER, route.environment()))
        .toList();
  }

  /** Where the only one's predictions go; empty for none, for several, and where it is retired. */
  private Optional<Destination> theOne(List<Route> routes) {
    return routes.size() == 1
        ? this.routes.find(
            new Target.Logical(routes.getFirst().environment(), routes.getFirst().model()))
        : Optional.empty();
  }

  private String ofAccounts(Principal caller) {
    String accounts =
        String.join(" or ", routes.accounts(environment -> caller.may(Role.INVOKER, environment)));
    return accounts.isEmpty() ? "" : " of account " + accounts;
  }

  private static Optional<String> environment(Target target) {
    return switch (target) {
      case Target.Named _ -> Optional.empty();
      case Target.Logical logical -> Optional.of(logical.environment());
    };
  }

  private Refusal notFound(Target target, Principal caller) {
    if (!routes.known()) {
      return new Refusal(Reason.UNAVAILABLE, "The proxy does not know its routes yet; try again.");
    }
    return new Refusal(
        Reason.ENDPOINT_UNKNOWN,
        switch (target) {
          case Target.Named named ->
              // In SageMaker's words, of the accounts that the caller could have meant.
              "Endpoint %s%s not found.".formatted(named.endpoint(), ofAccounts(caller));
          case Target.Logical logical ->
              "There is no endpoint for model %s in environment %s."
                  .formatted(logical.model(), logical.environment());
        });
  }
}
