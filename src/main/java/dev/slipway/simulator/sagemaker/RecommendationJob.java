package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobInputConfig;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobStatus;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobType;
import software.amazon.awssdk.services.sagemaker.model.TrafficPattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job of the Inference Recommender. Where it stands follows from the time alone, so it needs
 * nothing to drive it and survives a restart as it is.
 *
 * @param held how long the model holds up an answer beside computing it
 * @param failure why the model does not serve; null when it does
 * @param instances of the endpoint that is measured; 1 without one
 * @param measuredType the instance type of that endpoint; null without one
 * @param stopped when it was told to stop; null when it was not
 */
record RecommendationJob(
    Scope scope,
    CreateInferenceRecommendationsJobRequest request,
    Instant created,
    Duration held,
    @Nullable String failure,
    int instances,
    @Nullable String measuredType,
    @Nullable Instant stopped) {

  private static final Duration PENDING = Duration.ofMinutes(2);
  private static final Duration STOPPING = Duration.ofSeconds(30);

  /** "Default" jobs end within 45 minutes, says the guide. */
  private static final Duration DEFAULT_RUN = Duration.ofMinutes(40);

  /** What an "Advanced" job needs for an endpoint beside the traffic that it sends. */
  private static final Duration PROVISIONING = Duration.ofMinutes(4);

  String name() {
    return request.jobName();
  }

  String arn() {
    return arn(scope, name());
  }

  static String arn(Scope scope, String name) {
    return scope.arn("sagemaker", "inference-recommendations-job/" + name);
  }

  RecommendationJob stoppedAt(Instant now) {
    return new RecommendationJob(
        scope, request, created, held, failure, instances, measuredType, now);
  }

  RecommendationJobStatus status(Instant now) {
    Instant told = stopped;
    if (told != null) {
      return now.isBefore(told.plus(STOPPING))
          ? RecommendationJobStatus.STOPPING
          : RecommendationJobStatus.STOPPED;
    }
    if (now.isBefore(begins())) {
      return RecommendationJobStatus.PENDING;
    }
    if (now.isBefore(ends())) {
      return RecommendationJobStatus.IN_PROGRESS;
    }
    return failure == null ? RecommendationJobStatus.COMPLETED : RecommendationJobStatus.FAILED;
  }

  /** When it last came to another status. */
  Instant modified(Instant now) {
    Instant told = stopped;
    return switch (status(now)) {
      case PENDING -> created;
      case IN_PROGRESS -> begins();
      case STOPPING -> told == null ? created : told;
      case STOPPED -> told == null ? created : told.plus(STOPPING);
      case COMPLETED, FAILED, DELETING, DELETED, UNKNOWN_TO_SDK_VERSION -> ends();
    };
  }

  /** When it completed or failed; empty while it has not. */
  Optional<Instant> completed(Instant now) {
    return switch (status(now)) {
      case COMPLETED, FAILED, STOPPED -> Optional.of(modified(now));
      case PENDING, IN_PROGRESS, STOPPING, DELETING, DELETED, UNKNOWN_TO_SDK_VERSION ->
          Optional.empty();
    };
  }

  Instant begins() {
    return created.plus(PENDING);
  }

  /** A model that does not serve is noticed when the first endpoint should be up. */
  Instant ends() {
    return begins().plus(failure == null ? run() : PROVISIONING);
  }

  private Duration run() {
    RecommendationJobInputConfig input = request.inputConfig();
    if (request.jobType() != RecommendationJobType.ADVANCED) {
      return DEFAULT_RUN;
    }
    int tests = Math.max(1, input.endpointConfigurations().size());
    Integer atOnce =
        input.resourceLimit() == null ? null : input.resourceLimit().maxParallelOfTests();
    int rounds = Math.ceilDiv(tests, atOnce == null ? 1 : Math.max(1, atOnce));
    Duration needed = traffic(input.trafficPattern()).plus(PROVISIONING).multipliedBy(rounds);
    Integer most = input.jobDurationInSeconds();
    Duration limit = Duration.ofSeconds(most == null ? 7_200 : most);
    return needed.compareTo(limit) > 0 ? limit : needed;
  }

  private static Duration traffic(@Nullable TrafficPattern pattern) {
    if (pattern != null && pattern.stairs() != null) {
      int steps = or(pattern.stairs().numberOfSteps(), 1);
      return Duration.ofSeconds((long) steps * or(pattern.stairs().durationInSeconds(), 120));
    }
    if (pattern == null || pattern.phases().isEmpty()) {
      return Duration.ofMinutes(2);
    }
    return Duration.ofSeconds(
        pattern.phases().stream().mapToLong(phase -> or(phase.durationInSeconds(), 120)).sum());
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("created", created.toString());
    json.put("held_ms", held.toMillis());
    json.put("failure", failure);
    json.put("instances", instances);
    json.put("measured_type", measuredType);
    json.put("stopped", stopped == null ? null : stopped.toString());
    json.set("request", Codec.toJson(request));
    return json;
  }

  static RecommendationJob fromJson(Scope scope, JsonNode json) {
    String stopped = text(json, "stopped");
    return new RecommendationJob(
        scope,
        Codec.fromJson(json.path("request"), CreateInferenceRecommendationsJobRequest::builder),
        Instant.parse(json.path("created").asString("")),
        Duration.ofMillis(json.path("held_ms").asLong(0)),
        text(json, "failure"),
        json.path("instances").asInt(1),
        text(json, "measured_type"),
        stopped == null ? null : Instant.parse(stopped));
  }

  private static @Nullable String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    return value.isString() ? value.stringValue() : null;
  }

  /** What it tries, in the order of the request. */
  List<RecommendationCandidate> candidates() {
    return RecommendationCandidate.of(request.inputConfig());
  }
}
