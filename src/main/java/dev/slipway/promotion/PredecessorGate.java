package dev.slipway.promotion;

import dev.slipway.environment.Environment;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate that lets only versions from the environment before pass. A request for another version
 * is refused before it comes to the gates, unless it breaks the glass.
 */
@Component
@Order(0)
class PredecessorGate implements Gate {

  @Override
  public List<GateVerdict> look(Passage passage) {
    String predecessor = passage.named().to().profile().predecessor();
    if (predecessor == null) return List.of();
    String version = passage.named().version().name();
    Environment from = passage.named().from();
    return List.of(
        from == null
            ? GateVerdict.failed(
                GateKind.PREDECESSOR,
                "Versions come to %s from %s, and %s is not taken from there."
                    .formatted(passage.target(), predecessor, version))
            : GateVerdict.passed(
                GateKind.PREDECESSOR, "%s comes from %s.".formatted(version, from.name())));
  }
}
