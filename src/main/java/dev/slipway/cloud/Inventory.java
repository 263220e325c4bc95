package dev.slipway.cloud;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is in an account, whoever made it. Only looks. */
public interface Inventory {

  /** An endpoint with all that belongs to it; empty when there is no such endpoint. */
  Optional<Footprint> footprint(String endpointName);

  /** The names that exist of one kind, newest first. */
  List<Listed> list(Listing kind);

  /** What can be listed. */
  enum Listing {
    MODELS,
    ENDPOINT_CONFIGS,
    ENDPOINTS,
    /** By resource, {@code endpoint/E/variant/V}. */
    SCALABLE_TARGETS
  }

  /** One line of a list. */
  record Listed(String name, String arn, Instant createdAt) {}

  /**
   * An endpoint with all that belongs to it, as read and as AWS wrote it.
   *
   * @param config null when somebody deleted it from under the endpoint
   * @param models those of the configuration's variants that exist
   * @param alarms those that watch a metric of the endpoint, or that its last deployment names
   * @param parts the same things, and the tags, as AWS wrote them
   */
  record Footprint(
      LiveEndpoint endpoint,
      @Nullable LiveEndpointConfig config,
      List<LiveModel> models,
      List<LiveAlarm> alarms,
      List<Part> parts) {

    /** The parts of one kind. */
    public List<Part> parts(Kind kind) {
      return parts.stream().filter(part -> part.kind() == kind).toList();
    }
  }

  /** What a part of a footprint is. */
  enum Kind {
    ENDPOINT,
    ENDPOINT_CONFIG,
    MODEL,
    SCALABLE_TARGET,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    ALARM
  }

  /**
   * One thing as AWS wrote it.
   *
   * @param arn empty for what AWS gives none
   * @param body every member of AWS's answer, by AWS's names
   * @param unknown the members that the SDK in use has no field for
   * @param tags empty for what carries none
   */
  record Part(
      Kind kind,
      String name,
      String arn,
      JsonNode body,
      List<String> unknown,
      Map<String, String> tags) {

    Part tagged(Map<String, String> read) {
      return new Part(kind, name, arn, body, unknown, read);
    }
  }
}
