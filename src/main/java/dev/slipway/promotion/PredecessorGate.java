package dev.slipway.promotion;

import dev.slipway.environment.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    Environment from = passage.named().from();
    return List.of(verdict(passage, predecessor, from));
  }

  /** Of a promotion that waits, the environment may have another predecessor by now. */
  private static GateVerdict verdict(
      Passage passage, String predecessor, @Nullable Environment from) {
    String version = passage.named().version().name();
    if (from == null) {
      return GateVerdict.failed(
          GateKind.PREDECESSOR,
          "Versions come to %s from %s, and %s is not taken from there."
              .formatted(passage.target(), predecessor, version));
    }
    return from.name().equals(predecessor)
        ? GateVerdict.passed(
            GateKind.PREDECESSOR, "%s comes from %s.".formatted(version, from.name()))
        : GateVerdict.failed(
            GateKind.PREDECESSOR, wrong(passage.target(), predecessor, from.name()));
  }

  /** Why nothing comes to an environment from another one than its predecessor. */
  static String wrong(String to, String predecessor, String from) {
    return "Versions come to " + to + " from " + predecessor + ", not " + from + ".";
  }
}
