package dev.slipway.promotion;

import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.environment.GateRules;
import dev.slipway.promotion.PromotionCheck.Named;
import java.time.Instant;
import java.util.List;

/** One thing that a promotion must pass. Looks at records and settings, never at AWS. */
interface Gate {

  /**
   * What comes to the gates.
   *
   * @param spec the release that would be deployed
   * @param now cloud time
   */
  record Passage(Named named, ReleaseSpec spec, Instant now) {

    /** What the target environment asks for. */
    GateRules rules() {
      return named.to().profile().gateRules();
    }

    /** The target environment's name. */
    String target() {
      return named.to().name();
    }
  }

  /** Its verdicts; none where the environment does not ask for it. */
  List<GateVerdict> look(Passage passage);
}
