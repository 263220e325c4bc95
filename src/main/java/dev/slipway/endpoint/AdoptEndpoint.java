package dev.slipway.endpoint;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.ModelVersion;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.endpoint.Plan.ExpectedSeconds;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Profile;
import dev.slipway.environment.ProfileRules;
import dev.slipway.environment.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts an endpoint that was made elsewhere on record as it is. Nothing in AWS is changed; and
 * nothing goes on record unless bringing AWS to that record would change nothing.
 */
@Component
public class AdoptEndpoint {

  private final ResolveCandidate resolve;
  private final Planning planning;
  private final LookForDrift drift;
  private final Endpoints endpoints;
  private final TakenNames names;
  private final Releases releases;
  private final ServingState serving;
  private final ApplicationEventPublisher events;

  AdoptEndpoint(
      ResolveCandidate resolve,
      Planning planning,
      LookForDrift drift,
      Endpoints endpoints,
      TakenNames names,
      Releases releases,
      ServingState serving,
      ApplicationEventPublisher events) {
    this.resolve = resolve;
    this.planning = planning;
    this.drift = drift;
    this.endpoints = endpoints;
    this.names = names;
    this.releases = releases;
    this.serving = serving;
    this.events = events;
  }

  /**
   * How an endpoint is to stand on record.
   *
   * @param overrides what the endpoint has differently from its environment
   * @param digests the image digests that it runs, by image reference as its model names it
   */
  public record Wanted(
      Model model,
      ModelVersion version,
      Environment environment,
      Settings overrides,
      Adoption adoption,
      Map<String, String> digests,
      List<Remark> remarks) {}

  /** What would go on record, and the plan that shows that nothing would change. */
  public record Adopted(Endpoint endpoint, Candidate candidate, Plan plan) {}

  /**
   * Resolves a release as a promotion would, and compares it with the endpoint in AWS.
   *
   * @throws Conflict {@code endpoint-exists} or {@code endpoint-name-taken}
   * @throws Refused {@code endpoint-not-expressible} when they are not the same
   */
  public Adopted plan(Wanted wanted, Footprint footprint, Cloud cloud) {
    Environment environment = wanted.environment();
    Optional<Endpoint> former =
        endpoints.requireAdoptable(footprint.endpoint().name(), wanted.model(), environment);
    requireWorkable(wanted.overrides().over(environment.profile()));
    Endpoint endpoint = imagined(wanted, footprint);
    Candidate resolved = resolve.running(endpoint, wanted.version(), environment);
    Candidate candidate =
        new Candidate(
            resolved.modelVersionId(),
            resolved.environmentRevision(),
            resolved.spec().running(wanted.digests()),
            resolved.needsLever(),
            null,
            resolved.carried());
    refuseUnpinned(candidate.spec(), environment);
    Release release =
        new Release(
            new UUID(0, 0),
            endpoint.id(),
            next(wanted),
            candidate.modelVersionId(),
            candidate.environmentRevision(),
            candidate.spec(),
            candidate.spec().contentHash(),
            Instant.EPOCH);
    List<Difference> differences = new ArrayList<>(AdoptionCheck.of(release, footprint));
    differences.addAll(AskAws.now(() -> drift.all(endpoint, release, footprint.endpoint(), cloud)));
    refuse(differences);
    Plan plan =
        Plan.of(
            endpoint.name(),
            new Plan.Target(release.number(), wanted.version().name(), release.contentHash()),
            List.of(),
            List.of(),
            remarks(wanted, endpoint),
            new ExpectedSeconds(0, 0, 0),
            true);
    return new Adopted(
        endpoint, candidate, former.map(it -> planning.returning(it, plan)).orElse(plan));
  }

  private List<Remark> remarks(Wanted wanted, Endpoint endpoint) {
    return Stream.of(wanted.remarks(), names.remarks(endpoint.physicalName(), endpoint.name()))
        .flatMap(List::stream)
        .toList();
  }

  /** What no profile could say is the endpoint's, and in no request. */
  private static void requireWorkable(Profile profile) {
    try {
      ProfileRules.check(profile, "");
    } catch (Failure.Invalid | Refused unfit) {
      throw new Refused(
          "endpoint-not-expressible",
          "The endpoint has what Slipway cannot hold on record: "
              + unfit.detail()
              + " Nothing was imported.",
          unfit.violations());
    }
  }

  /** The number of the release; not the first where an earlier import was forgotten. */
  private int next(Wanted wanted) {
    return endpoints
        .of(wanted.model().id(), wanted.environment().id())
        .flatMap(releases::newest)
        .map(newest -> newest.number() + 1)
        .orElse(1);
  }

  private static void refuseUnpinned(ReleaseSpec running, Environment environment) {
    if (!environment.profile().pinImages()) return;
    for (ReleasedContainer container : running.containers()) {
      Optional<String> why = Resolution.moving(environment.name(), container.image());
      if (why.isEmpty()) continue;
      throw Refused.field(
          "image-not-pinned",
          "/physical_name",
          why.get()
              + " Nothing was imported. Let the endpoint run it by "
              + (container.imageDigest() == null
                  ? "its digest"
                  : "what it is now, " + container.imageReference() + ",")
              + " first, or set pin_images to false until it is imported.");
    }
  }

  private static void refuse(List<Difference> differences) {
    if (differences.isEmpty()) return;
    throw new Refused(
        "endpoint-not-expressible",
        "Slipway's record of the endpoint would not be the same as the endpoint. Nothing was"
            + " imported.",
        differences.stream().map(it -> new Violation(it.field(), it.sentence())).toList());
  }

  private static Endpoint imagined(Wanted wanted, Footprint footprint) {
    return new Endpoint(
        new UUID(0, 0),
        Endpoints.nameOf(wanted.model(), wanted.environment()),
        footprint.endpoint().name(),
        wanted.model().id(),
        wanted.model().name(),
        wanted.environment().id(),
        wanted.environment().name(),
        wanted.overrides(),
        new UUID(0, 0),
        footprint.endpoint().endpointConfigName(),
        false,
        0,
        Instant.EPOCH,
        wanted.adoption());
  }

  /**
   * Puts the endpoint on record; part of the caller's transaction, in which model and version are
   * registered.
   *
   * @param version the registered version
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Endpoint store(
      Adopted adopted,
      Model model,
      ModelVersion version,
      Environment environment,
      String actor,
      Instant now) {
    Endpoint endpoint = endpoints.adopt(adopted.endpoint(), model, environment, actor);
    Release release =
        releases.record(
            endpoint,
            new Candidate(
                version.id(),
                adopted.candidate().environmentRevision(),
                adopted.candidate().spec(),
                adopted.candidate().needsLever(),
                null,
                adopted.candidate().carried()),
            now);
    serving.serve(endpoint.id(), release.id(), String.valueOf(adopted.endpoint().currentConfig()));
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            "endpoint.imported",
            actor,
            "Imported the SageMaker endpoint "
                + endpoint.physicalName()
                + " as release "
                + release.number()
                + " ("
                + version.name()
                + "); nothing in AWS was changed.",
            null,
            Map.of(
                "physical_name", endpoint.physicalName(),
                "endpoint_config", String.valueOf(adopted.endpoint().currentConfig())),
            now));
    return endpoints.named(endpoint.name());
  }
}
