package dev.slipway.promotion;

import dev.slipway.endpoint.ReleasedContainer;
import dev.slipway.environment.Resolution;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate for images that do not change their meaning: named by a digest, or by a tag other than
 * latest.
 */
@Component
@Order(1)
class PinnedImageGate implements Gate {

  @Override
  public boolean ofRelease() {
    return true;
  }

  @Override
  public List<GateVerdict> look(Passage passage) {
    if (!passage.named().to().profile().pinImages()) return List.of();
    for (ReleasedContainer container : passage.spec().containers()) {
      Optional<String> why = Resolution.unpinned(passage.target(), container.image());
      if (why.isPresent()) return List.of(GateVerdict.failed(GateKind.IMAGE_PINNED, why.get()));
    }
    return List.of(
        GateVerdict.passed(GateKind.IMAGE_PINNED, passage.spec().image() + " is pinned."));
  }
}
