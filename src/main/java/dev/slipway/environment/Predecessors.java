package dev.slipway.environment;

import dev.slipway.base.Violations;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The order in which promotions go from environment to environment. */
@Component
class Predecessors {

  private final Places places;
  private final Revisions revisions;
  private final JdbcClient jdbc;

  Predecessors(Places places, Revisions revisions, JdbcClient jdbc) {
    this.places = places;
    this.revisions = revisions;
    this.jdbc = jdbc;
  }

  /**
   * The predecessor must exist, and the chain must be no circle. A lock is held until the caller's
   * transaction ends, so that two requests of which each adds half of a circle cannot both pass.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void check(String name, Profile profile, String at) {
    if (profile.predecessor() == null) return;
    lock();
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

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('predecessors', 0))")
        .query((row, number) -> true)
        .single();
  }

  private @Nullable String before(String name) {
    return places
        .findByName(name)
        .flatMap(place -> revisions.find(place.id(), place.revision()))
        .map(revision -> revision.profile().predecessor())
        .orElse(null);
  }
}
