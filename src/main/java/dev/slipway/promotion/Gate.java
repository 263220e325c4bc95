package dev.slipway.promotion;

import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.environment.GateRules;
import dev.slipway.promotion.PromotionCheck.Named;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition that a promotion must pass. A gate looks at records and settings, never at AWS. */
interface Gate {

  /**
   * A promotion as it comes to the gates.
   *
   * @param release the release that would be deployed; null where only gates are asked that do not
   *     need it
   * @param now cloud time
   */
  record Passage(Named named, @Nullable ReleaseSpec release, Standing standing, Instant now) {

    /** The specification of the release that would be deployed. */
    ReleaseSpec spec() {
      return Objects.requireNonNull(release, "this gate is of the release");
    }

    /** The rules of the target environment's gates. */
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

  /** The gate's verdicts; none where the environment does not have this gate. */
  List<GateVerdict> look(Passage passage);
}
