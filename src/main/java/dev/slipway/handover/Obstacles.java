package dev.slipway.handover;

import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.endpoint.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
    if (kind == Kind.MODEL) return otherModel(missing);
    return kind == Kind.SCALABLE_TARGET && missing.startsWith("SuspendedState.")
        ? " (let it scale again first, by RegisterScalableTarget with this false: the first"
            + " deployment would end the suspension unasked)"
        : "";
  }

  /** What model to make instead, where one would do that a version can be. */
  private static String otherModel(String missing) {
    if (missing.contains("ModelPackageName=")) {
      return instead(
          "a version names an image and an archive",
          "of the package's own Image and ModelDataUrl, which DescribeModelPackage tells");
    }
    if (missing.contains("CompressionType=None")) {
      return instead(
          "a version's artifact is one .tar.gz", "with these files packed as its ModelDataUrl");
    }
    if (missing.contains("ModelDataSource.S3DataSource.S3Uri=")) {
      return instead("only ModelDataUrl goes on record", "with this as its ModelDataUrl");
    }
    if (missing.contains("Mode=MultiModel")) {
      return " (a version is one model: give each of its models an endpoint of its own)";
    }
    if (missing.equals("InferenceExecutionConfig.Mode=Direct")) {
      return " (containers of a version are a pipeline that a request passes: give each of these an"
          + " endpoint of its own)";
    }
    return "";
  }

  private static String instead(String why, String with) {
    return " (" + why + ": make the model again " + with + ", and let the endpoint run that first)";
  }

  /** The obstacle of a model whose first container does not say which image or archive it has. */
  static Violation unnamed(LiveModel model) {
    String container = model.containers().size() == 1 ? "PrimaryContainer" : "Containers[0]";
    return new Violation(
        "MODEL " + model.name(),
        model.containers().getFirst().image() == null
            ? container + ".Image is not there"
            : container
                + ".ModelDataUrl is not there"
                + instead(
                    "a version names an artifact, also where the model is in the image",
                    "with a .tar.gz as its ModelDataUrl, which may be an empty one"));
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

  /** The refusal of an import for these obstacles. */
  static Refused refusal(List<Violation> obstacles) {
    return new Refused(
        "endpoint-not-expressible",
        "The endpoint has what Slipway cannot hold on record: "
            + obstacles.stream()
                .map(it -> it.pointer() + ": " + it.detail())
                .collect(Collectors.joining("; "))
            + ". Nothing was imported.",
        List.copyOf(obstacles));
  }
}
