package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import org.jspecify.annotations.Nullable;

/** Which requests may, must or must not name a container. AWS's texts are not documented. */
final class DirectCalls {

  private DirectCalls() {}

  static void check(Variant variant, @Nullable String target) {
    if (!variant.named()) {
      if (target != null) {
        throw refused("TargetContainerHostname is only for models that are invoked directly.");
      }
      return;
    }
    if (target == null) {
      throw refused(
          "TargetContainerHostname is needed: the model's containers are invoked directly.");
    }
    if (variant.containers().stream().noneMatch(one -> target.equals(one.hostname()))) {
      throw refused("The model has no container with the hostname " + target + ".");
    }
  }

  private static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }
}
