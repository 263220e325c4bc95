package dev.slipway.promotion;

import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.environment.GateRules;
import dev.slipway.promotion.PromotionCheck.Named;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing that a promotion must pass. Looks at records and settings, never at AWS. */
interface Gate {

  /**
   * What comes to the gates.
   *
   * @param release what would be deployed; null where only gates are asked that do not need it
   * @param now cloud time
   */
  record Passage(Named named, @Nullable ReleaseSpec release, Standing standing, Instant now) {

    /** What would be deployed. */
    ReleaseSpec spec() {
      return Objects.requireNonNull(release, "this gate is of the release");
    }

    /** What the target environment asks for. */
    GateRules rules() {
      return named.to().profile().gateRules();
    }

    /** The target environment's name. */
    String target() {
      return named.to().name();
    }
  }

  /** Whether its verdicts follow from the release alone. */
  default boolean ofRelease() {
    return false;
  }

  /** Its verdicts; none where the environment does not ask for it. */
  List<GateVerdict> look(Passage passage);
}
