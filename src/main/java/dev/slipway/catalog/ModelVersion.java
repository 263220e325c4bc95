package dev.slipway.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.slipway.catalog.VersionBits.Bits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An immutable version of a model, as the team that made it registered it. Environments map image
 * and artifact to their own.
 *
 * @param model the model's name
 * @param name unique within the model
 * @param image the serving container, such as {@code
 *     123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0}
 * @param artifact {@code s3://<bucket>/<key>.tar.gz}
 * @param containerEnvironment by name, in order; may hold secrets
 * @param createdAt cloud time
 * @param containerHostname the first container's name within a pipeline; null where it is alone
 * @param furtherContainers the containers that a request passes after it; null for none
 * @param approval the last decision of people about it; null when nobody has
 * @param bits what its names stood for when it was first promoted; null before
 */
public record ModelVersion(
    UUID id,
    @JsonIgnore UUID modelId,
    String model,
    String name,
    String image,
    String artifact,
    Map<String, String> containerEnvironment,
    String description,
    String createdBy,
    Instant createdAt,
    @Nullable String containerHostname,
    @Nullable List<PipelineContainer> furtherContainers,
    @Nullable VersionApproval approval,
    @Nullable List<Bits> bits) {

  /** Whether it may go where versions must be approved. */
  public boolean approved() {
    return approval != null && approval.status() == VersionApproval.Status.APPROVED;
  }

  /** The containers that a request passes after the first; empty for none. */
  public List<PipelineContainer> further() {
    return furtherContainers == null ? List.of() : furtherContainers;
  }
}
