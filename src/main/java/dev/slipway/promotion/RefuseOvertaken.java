package dev.slipway.promotion;

import dev.slipway.base.Failure.Refused;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Quarantine;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.Promotions.Waits;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Refuses waiting promotions that something else has overtaken: what was asked for is no more. */
@Component
class RefuseOvertaken {

  private final Endpoints endpoints;
  private final Quarantine quarantine;

  RefuseOvertaken(Endpoints endpoints, Quarantine quarantine) {
    this.endpoints = endpoints;
    this.quarantine = quarantine;
  }

  /**
   * Refuses a version whose release was rolled back in the environment that it comes from, however
   * long it served there.
   */
  void refuseRolledBack(Named named) {
    if (named.from() == null) return;
    endpoints
        .of(named.model().id(), named.from().id())
        .ifPresent(source -> quarantine.check(source, named.version().id()));
  }

  /**
   * Refuses a promotion if another release serves now than the one that it was to replace: people
   * have decided on that replacement.
   */
  void refuseReplaced(Optional<Endpoint> endpoint, Waits waits, Promotion waited) {
    UUID serves = endpoint.map(Endpoint::currentReleaseId).orElse(null);
    if (Objects.equals(serves, waits.pending().replaces())) return;
    throw new Refused(
        "superseded-in-turn",
        "Another release has come live on "
            + waited.endpoint()
            + " while this promotion waited. Promote again if it is still wanted.");
  }

  /**
   * Refuses a promotion if its release would differ from the one that people and checks have
   * decided on: another release needs new decisions. That holds also where the environment has come
   * to ask for none.
   */
  void refuseChanged(Promotion waited, Planned planned, Waits waits) {
    String agreed = waits.pending().contentHash();
    if (agreed == null
        || waited.breakGlass() != null
        || !waited.decidedOn()
        || agreed.equals(planned.candidate().spec().contentHash())) {
      return;
    }
    throw new Refused(
        "superseded-in-turn",
        "What would be deployed to "
            + waited.endpoint()
            + " is not what was decided on: its environment or overrides have changed since."
            + " Promote again.");
  }
}
