package dev.slipway.usage;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Inventory.Listed;
import dev.slipway.cloud.Inventory.Listing;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.cloud.Roles.RoleName;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Marks;
import dev.slipway.environment.Environment;
import dev.slipway.rollout.OwnedResources;
import dev.slipway.rollout.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds resources that carry Slipway's mark and are on no record. They come from a database that
 * was restored or lost, from another Slipway, or from copied tags. They are listed and never
 * touched.
 *
 * <p>Slipway's names begin with the environment's name, so only resources with such names are asked
 * for their tags.
 */
@Component
class Orphans {

  /** How the names of roles that Slipway makes begin. */
  private static final String ROLES = "slipway-";

  /**
   * How many resources are looked at at most, so that a look stays within a minute at SageMaker's
   * rates.
   */
  private static final int MOST_LOOKS = 500;

  private final OwnedResources resources;
  private final UnclaimedImports imports;
  private final Clouds clouds;

  Orphans(OwnedResources resources, UnclaimedImports imports, Clouds clouds) {
    this.resources = resources;
    this.imports = imports;
    this.clouds = clouds;
  }

  /**
   * The result of a look.
   *
   * @param complete whether everything was looked at
   * @param unread what could not be looked at, and why
   */
  record Answer(List<Orphan> items, boolean complete, List<String> unread) {}

  /**
   * A resource of unknown origin.
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
    CloudLocation place = environment.profile().location();
    return AskAws.now(() -> look(environment.name() + "-", place));
  }

  private Answer look(String prefix, CloudLocation place) {
    Cloud cloud = clouds.at(place);
    List<Candidate> candidates = new ArrayList<>();
    list(Listing.ENDPOINTS, ResourceKind.ENDPOINT, cloud, candidates);
    list(Listing.ENDPOINT_CONFIGS, ResourceKind.ENDPOINT_CONFIG, cloud, candidates);
    list(Listing.MODELS, ResourceKind.MODEL, cloud, candidates);
    for (Listed target : cloud.inventory().list(Listing.SCALABLE_TARGETS)) {
      candidates.add(
          new Candidate(
              ResourceKind.SCALABLE_TARGET, target.name(), target.arn(), target.createdAt()));
    }
    List<String> unread = new ArrayList<>();
    roles(prefix, cloud, candidates, unread);
    for (LiveAlarm alarm : cloud.alarms().all()) {
      candidates.add(new Candidate(ResourceKind.ALARM, alarm.name(), alarm.arn(), null));
    }
    List<Candidate> unknown =
        candidates.stream()
            .filter(one -> belongs(one, prefix))
            .filter(one -> !resources.knows(one.kind(), one.name(), place))
            .toList();
    List<Orphan> orphans = new ArrayList<>();
    for (Candidate one : unknown.stream().limit(MOST_LOOKS).toList()) {
      Map<String, String> tags = tags(one, cloud);
      String endpoint = tags.get(Marks.ENDPOINT);
      if (endpoint == null || imports.have(one.kind(), one.name(), endpoint, place, cloud))
        continue;
      orphans.add(
          new Orphan(
              one.kind(),
              one.name(),
              one.arn(),
              endpoint,
              tags.get(Marks.RELEASE),
              one.createdAt()));
    }
    boolean complete = unknown.size() <= MOST_LOOKS && unread.isEmpty();
    return new Answer(orphans, complete, unread);
  }

  /** Slipway's names begin with the environment's; a target's with that of its endpoint. */
  private static boolean belongs(Candidate one, String prefix) {
    return switch (one.kind()) {
      case SCALABLE_TARGET -> one.name().startsWith("endpoint/" + prefix);
      case ROLE -> one.name().startsWith(ROLES + prefix);
      case ENDPOINT, ENDPOINT_CONFIG, MODEL, ALARM -> one.name().startsWith(prefix);
    };
  }

  private static Map<String, String> tags(Candidate one, Cloud cloud) {
    return switch (one.kind()) {
      case ALARM -> cloud.alarms().tags(one.arn());
      case SCALABLE_TARGET -> cloud.autoscaling().tags(one.arn());
      case ROLE -> cloud.roles().find(one.name()).map(LiveRole::tags).orElse(Map.of());
      case ENDPOINT, ENDPOINT_CONFIG, MODEL -> cloud.sageMaker().tags(one.arn());
    };
  }

  private static void roles(
      String prefix, Cloud cloud, List<Candidate> candidates, List<String> unread) {
    try {
      for (RoleName role : cloud.roles().names(ROLES + prefix)) {
        candidates.add(new Candidate(ResourceKind.ROLE, role.name(), role.arn(), role.createdAt()));
      }
    } catch (CloudFailure failure) {
      if (failure.kind() != Kind.DENIED) throw failure;
      unread.add("Roles: " + failure.text() + " Allow iam:ListRoles.");
    }
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
