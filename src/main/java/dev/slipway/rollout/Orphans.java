package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Inventory.Listed;
import dev.slipway.cloud.Inventory.Listing;
import dev.slipway.endpoint.Planning;
import dev.slipway.environment.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What carries Slipway's mark and is on no record: left by a database that was restored or lost, by
 * another Slipway, or made with copied tags. It is told of and never touched.
 *
 * <p>Slipway's names begin with the environment's, so only such names are asked for their tags.
 */
@Component
class Orphans {

  /** A look stays within a minute at the calls that SageMaker lets through. */
  private static final int MOST_LOOKS = 500;

  private final OwnedResources resources;
  private final Clouds clouds;

  Orphans(OwnedResources resources, Clouds clouds) {
    this.resources = resources;
    this.clouds = clouds;
  }

  /**
   * What was found.
   *
   * @param complete whether everything was looked at
   */
  record Answer(List<Orphan> items, boolean complete) {}

  /**
   * One thing of unknown origin.
   *
   * @param endpoint the endpoint that its mark names
   * @param release the release that its mark names
   */
  record Orphan(
      ResourceKind kind,
      String name,
      String arn,
      String endpoint,
      @Nullable String release,
      @Nullable Instant createdAt) {}

  /** Looks through an environment's account and region. */
  Answer in(Environment environment) {
    Cloud cloud = clouds.at(environment.profile().location());
    return Planning.asking(() -> look(environment.name() + "-", cloud));
  }

  private Answer look(String prefix, Cloud cloud) {
    List<Candidate> candidates = new ArrayList<>();
    list(Listing.ENDPOINTS, ResourceKind.ENDPOINT, cloud, candidates);
    list(Listing.ENDPOINT_CONFIGS, ResourceKind.ENDPOINT_CONFIG, cloud, candidates);
    list(Listing.MODELS, ResourceKind.MODEL, cloud, candidates);
    for (LiveAlarm alarm : cloud.alarms().all()) {
      candidates.add(new Candidate(ResourceKind.ALARM, alarm.name(), alarm.arn(), null));
    }
    List<Candidate> unknown =
        candidates.stream()
            .filter(one -> one.name().startsWith(prefix))
            .filter(one -> !resources.knows(one.kind(), one.name()))
            .toList();
    List<Orphan> orphans = new ArrayList<>();
    for (Candidate one : unknown.stream().limit(MOST_LOOKS).toList()) {
      Map<String, String> tags =
          one.kind() == ResourceKind.ALARM
              ? cloud.alarms().tags(one.arn())
              : cloud.sageMaker().tags(one.arn());
      String endpoint = tags.get(StepContext.ENDPOINT_TAG);
      if (endpoint == null) continue;
      orphans.add(
          new Orphan(
              one.kind(),
              one.name(),
              one.arn(),
              endpoint,
              tags.get(StepContext.RELEASE_TAG),
              one.createdAt()));
    }
    return new Answer(orphans, unknown.size() <= MOST_LOOKS);
  }

  private record Candidate(
      ResourceKind kind, String name, String arn, @Nullable Instant createdAt) {}

  private static void list(
      Listing listing, ResourceKind kind, Cloud cloud, List<Candidate> candidates) {
    for (Listed one : cloud.inventory().list(listing)) {
      candidates.add(new Candidate(kind, one.name(), one.arn(), one.createdAt()));
    }
  }
}
