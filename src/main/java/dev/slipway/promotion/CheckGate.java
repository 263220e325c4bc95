package dev.slipway.promotion;

import dev.slipway.environment.GateRules.ExternalCheck;
import dev.slipway.promotion.Decision.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate of an external check: it opens when a program outside Slipway answers in time and finds
 * nothing wrong.
 */
@Component
@Order(7)
class CheckGate implements Gate {

  @Override
  public List<GateVerdict> look(Passage passage) {
    return passage.rules().checking().stream()
        .map(check -> verdict(check, passage).named(check.name()))
        .toList();
  }

  private static GateVerdict verdict(ExternalCheck check, Passage passage) {
    Optional<Decision> answer =
        passage.standing().decisions().stream()
            .filter(decision -> Objects.equals(decision.check(), check.name()))
            .findFirst();
    if (answer.isPresent()) {
      Decision given = answer.get();
      String words = "%s answered: %s".formatted(given.by(), given.reason());
      return given.kind() == Kind.CHECK_PASSED
          ? GateVerdict.passed(GateKind.CHECK, words)
          : GateVerdict.failed(GateKind.CHECK, words + " Mend what it found, then promote again.");
    }
    Instant deadline = deadline(check, passage.standing().checksAsked(), passage.now());
    return passage.now().isBefore(deadline)
        ? GateVerdict.pending(
            GateKind.CHECK, "%s has until %s to answer.".formatted(check.name(), deadline))
        : GateVerdict.failed(
            GateKind.CHECK,
            "%s has not answered until %s. See to it, then promote again."
                .formatted(check.name(), deadline));
  }

  /**
   * Until when a check may answer.
   *
   * @param asked when each check was asked, by its name; one that was not is asked now
   */
  static Instant deadline(ExternalCheck check, Map<String, Instant> asked, Instant now) {
    return asked.getOrDefault(check.name(), now).plusSeconds(check.deadlineSeconds());
  }
}
