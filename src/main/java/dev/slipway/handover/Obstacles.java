package dev.slipway.handover;

import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.endpoint.Marks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an endpoint stands in the way of its import, each where it stands. Where nobody needs it,
 * the way out is told with it.
 */
final class Obstacles {

  private static final String ENDPOINT_CONFIG = "ENDPOINT_CONFIG";

  private Obstacles() {}

  /** The obstacles in a part; none in an alarm, which is left to its owner. */
  static List<Violation> in(Part part, ForeignMark mark) {
    List<Violation> found = new ArrayList<>();
    if (part.kind() == Kind.ALARM) return found;
    String where = part.kind() + " " + part.name();
    for (String missing : Expressible.missing(part)) {
      found.add(new Violation(where, missing + wayOut(part.kind(), missing)));
    }
    String owner = mark.on(part);
    if (owner != null) {
      found.add(
          new Violation(
              where,
              "carries the mark of "
                  + owner
                  + " (remove its tag "
                  + Marks.ENDPOINT
                  + " if that endpoint is no more)"));
    }
    return found;
  }

  private static String wayOut(Kind kind, String missing) {
    return kind == Kind.SCALABLE_TARGET && missing.startsWith("SuspendedState.")
        ? " (let it scale again first, by RegisterScalableTarget with this false: the first"
            + " deployment would end the suspension unasked)"
        : "";
  }

  /** The obstacles in the configuration and the models. */
  static List<Violation> inHosting(@Nullable LiveEndpointConfig config, List<LiveModel> models) {
    List<Violation> found = new ArrayList<>();
    if (config == null) {
      // It alone names the model, which may well be there.
      found.add(new Violation(ENDPOINT_CONFIG, "was deleted from under the endpoint"));
      return found;
    }
    if (config.variants().size() != 1) {
      found.add(new Violation(ENDPOINT_CONFIG, "has several variants"));
    }
    if (config.variants().stream().anyMatch(it -> it.modelName().isEmpty())) {
      found.add(
          new Violation(
              ENDPOINT_CONFIG, "its variant names no model: it hosts inference components"));
    } else if (models.isEmpty()) {
      found.add(new Violation("MODEL", "was deleted from under the endpoint"));
    }
    for (LiveModel model : models) {
      String name =
          model.containers().size() == 1 ? model.containers().getFirst().hostname() : null;
      if (name == null) continue;
      found.add(
          new Violation(
              "MODEL " + model.name(),
              "ContainerHostname="
                  + name
                  + ", which here only containers of a pipeline have (make the model again without"
                  + " it, container_hostname in Terraform, and let the endpoint run that first)"));
    }
    return found;
  }
}
