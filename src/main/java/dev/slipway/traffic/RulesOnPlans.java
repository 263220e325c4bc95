package dev.slipway.traffic;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.StatedRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.Mirror;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The remarks of plans on traffic rules. No deployment changes rules, but some deployments change
 * what the rules do.
 */
@Component
class RulesOnPlans implements StatedRules {

  private final RulesOfEndpoints rules;

  RulesOnPlans(RulesOfEndpoints rules) {
    this.rules = rules;
  }

  @Override
  public Optional<Remark> retiring(Endpoint endpoint) {
    return named(endpoint, "answers nothing once it is gone", "Change those rules first.");
  }

  @Override
  public List<Remark> returning(Endpoint endpoint) {
    return Stream.of(
            inForceAgain(endpoint),
            named(
                endpoint,
                "is asked what they say as soon as it serves again",
                "Change those rules first if that is not wanted any more."))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Remark> inForceAgain(Endpoint endpoint) {
    Collection<String> parts =
        Json.mapper().valueToTree(rules.of(endpoint.id()).rules()).propertyNames();
    if (parts.isEmpty()) return Optional.empty();
    String name = endpoint.name();
    return Optional.of(
        new Remark(
            Severity.WARNING,
            "traffic-rules-return",
            "Endpoint "
                + name
                + " was retired, and its traffic rules are on record yet: they are in force again"
                + " as soon as it serves ("
                + String.join(", ", parts)
                + ").",
            "Read them at /v1/endpoints/"
                + name
                + "/traffic-rules, and replace them first if they are not wanted any more."));
  }

  /**
   * The remark on rules of other endpoints that name this one; empty where none does.
   *
   * @param which says what happens to this endpoint then, as the sentence goes on after the word
   *     "which"
   */
  private Optional<Remark> named(Endpoint endpoint, String which, String remedy) {
    String name = endpoint.name();
    List<String> naming = new ArrayList<>();
    new TreeMap<>(rules.all())
        .forEach((other, stated) -> {
          List<String> as = naming(stated, name);
          if (!as.isEmpty()) naming.add(other + " (" + String.join(", ", as) + ")");
        });
    if (naming.isEmpty()) return Optional.empty();
    return Optional.of(
        new Remark(
            Severity.WARNING,
            "named-in-traffic-rules",
            "Traffic rules of other endpoints name "
                + name
                + ", which "
                + which
                + ": "
                + String.join(", ", naming)
                + ".",
            remedy));
  }

  /** The parts of rules that name an endpoint. */
  private static List<String> naming(TrafficRules stated, String endpoint) {
    List<String> parts = new ArrayList<>();
    Fallback fallback = stated.fallback();
    if (fallback != null && endpoint.equals(fallback.endpoint())) parts.add("fallback");
    Mirror mirror = stated.mirror();
    if (mirror != null && endpoint.equals(mirror.endpoint())) parts.add("mirror");
    return parts;
  }
}
