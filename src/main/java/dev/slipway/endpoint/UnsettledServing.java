package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Releases.Summary;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells that it is open which release serves an endpoint, since a deployment that needed attention
 * gave way to one that did not succeed. It is told in the same words everywhere.
 */
@Component
public class UnsettledServing {

  private final Releases releases;

  UnsettledServing(Releases releases) {
    this.releases = releases;
  }

  /**
   * That it is open.
   *
   * @param releases that may serve besides the current one, the earliest first; at least one
   * @param message all of it in one sentence
   */
  record Unsettled(List<Summary> releases, String message) {}

  /**
   * Those of the endpoints for which it is open, by their ids.
   *
   * @param current the releases that were the last seen to serve, by their own ids
   */
  Map<UUID, Unsettled> of(Collection<Endpoint> some, Map<UUID, Summary> current) {
    Map<UUID, List<Summary>> open = releases.unsettled(some);
    Map<UUID, Unsettled> unsettled = new HashMap<>();
    for (Endpoint endpoint : some) {
      List<Summary> others = open.get(endpoint.id());
      if (others == null) continue;
      UUID known = endpoint.currentReleaseId();
      unsettled.put(
          endpoint.id(),
          new Unsettled(others, message(known == null ? null : current.get(known), others)));
    }
    return unsettled;
  }

  /**
   * The remark for a plan; empty where it is settled which release serves.
   *
   * @param brought the release that a deployment is to bring which needs attention; null for none
   */
  public Optional<Remark> remark(Endpoint endpoint, @Nullable Release brought) {
    Summary current = releases.current(endpoint).map(Summary::of).orElse(null);
    List<Summary> others =
        Stream.concat(
                releases
                    .unsettled(List.of(endpoint))
                    .getOrDefault(endpoint.id(), List.of())
                    .stream(),
                Stream.ofNullable(brought).map(Summary::of))
            .filter(one -> !one.equals(current))
            .distinct()
            .sorted(Comparator.comparingInt(Summary::number))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Remark(Severity.WARNING, "serving-unsettled", message(current, others), null));
  }

  private static String message(@Nullable Summary current, List<Summary> others) {
    return "It is not settled which release serves: "
        + (current == null ? "none was seen to yet" : named(current) + " was the last seen to")
        + ", and "
        + others.stream().map(UnsettledServing::named).collect(Collectors.joining(" or "))
        + " may by now"
        + (current == null
            ? "."
            : "; going back quarantines what is later than the release that it brings back.");
  }

  private static String named(Summary release) {
    return "release " + release.number() + " (" + release.modelVersion() + ")";
  }
}
