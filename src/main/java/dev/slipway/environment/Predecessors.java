package dev.slipway.environment;

import dev.slipway.base.Violations;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The order in which promotions go from environment to environment. */
@Component
class Predecessors {

  private final Places places;
  private final Revisions revisions;

  Predecessors(Places places, Revisions revisions) {
    this.places = places;
    this.revisions = revisions;
  }

  /** The one before must exist, and going further back must come to an end. */
  void check(String name, Profile profile, String at) {
    Set<String> seen = new HashSet<>(Set.of(name));
    for (String next = profile.predecessor(); next != null; next = before(next)) {
      new Violations()
          .require(
              seen.add(next),
              at + "/predecessor",
              "Promotions would go in a circle: %s would come before itself.".formatted(next))
          .require(
              places.findByName(next).isPresent() || next.equals(name),
              at + "/predecessor",
              "There is no environment \"%s\"; create it first, or leave predecessor out."
                  .formatted(next))
          .orRefused(ProfileRules.UNWORKABLE);
    }
  }

  private @Nullable String before(String name) {
    return places
        .findByName(name)
        .flatMap(place -> revisions.find(place.id(), place.revision()))
        .map(revision -> revision.profile().predecessor())
        .orElse(null);
  }
}
