package dev.slipway.promotion;

import dev.slipway.environment.Freeze;
import dev.slipway.environment.Freeze.Frozen;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The gate that is closed while the environment is frozen. */
@Component
@Order(5)
class FreezeGate implements Gate {

  @Override
  public List<GateVerdict> look(Passage passage) {
    return passage.rules().freezing().stream().map(freeze -> verdict(freeze, passage)).toList();
  }

  private static GateVerdict verdict(Freeze freeze, Passage passage) {
    Optional<Frozen> frozen = freeze.at(passage.now());
    GateVerdict verdict =
        frozen
            .map(one ->
                GateVerdict.closed(
                    GateKind.FREEZE,
                    "%s is frozen (%s) until %s."
                        .formatted(
                            passage.target(),
                            one.name(),
                            one.until() == null ? "further notice" : one.until()),
                    passage.standing().waits(),
                    one.until()))
            .orElseGet(() -> GateVerdict.passed(GateKind.FREEZE, "No freeze is on."));
    return verdict.named(freeze.name());
  }
}
