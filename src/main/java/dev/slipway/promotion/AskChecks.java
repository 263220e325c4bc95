package dev.slipway.promotion;

import dev.slipway.environment.GateRules.ExternalCheck;
import dev.slipway.promotion.GateVerdict.Verdict;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionFacts.About;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks external checks that the profile has got only since a promotion waits. A check knows of a
 * promotion by nothing but the event that asks it, and has its time from then on.
 */
@Component
class AskChecks {

  private final Promotions promotions;
  private final PromotionFacts facts;

  AskChecks(Promotions promotions, PromotionFacts facts) {
    this.promotions = promotions;
    this.facts = facts;
  }

  /**
   * Asks the checks that were not asked yet, and forgets those that the profile has no more. Nobody
   * is asked about what another gate refuses.
   *
   * @param verdicts of all gates, as they are now; not stored yet
   */
  @Transactional
  void ask(Promotion waited, Named named, List<GateVerdict> verdicts, Instant now) {
    if (Gates.any(Verdict.FAILED, verdicts)) return;
    if (wanted(named, asked(waited), now).equals(asked(waited))) return;
    // Somebody else may have asked them between that look and this one.
    if (promotions.locked(waited.id()).outcome() != Outcome.PENDING_APPROVAL) return;
    Map<String, Instant> asked = asked(waited);
    promotions.asked(waited.id(), wanted(named, asked, now));
    List<GateVerdict> added =
        verdicts.stream()
            .filter(verdict -> verdict.gate() == GateKind.CHECK && verdict.is(Verdict.PENDING))
            .filter(verdict -> !asked.containsKey(verdict.name()))
            .toList();
    if (added.isEmpty()) return;
    facts.tell(
        About.of(waited, added),
        "promotion.pending",
        waited.requestedBy(),
        waited.reason(),
        "%s of %s waits for checks that %s asks for only since then: %s"
            .formatted(waited.version(), waited.model(), waited.to(), waited.reason()));
  }

  private Map<String, Instant> asked(Promotion waited) {
    return promotions.waits(waited.id()).pending().checksAsked();
  }

  private static Map<String, Instant> wanted(Named named, Map<String, Instant> asked, Instant now) {
    return named.to().profile().gateRules().checking().stream()
        .map(ExternalCheck::name)
        .collect(Collectors.toMap(name -> name, name -> asked.getOrDefault(name, now)));
  }
}
