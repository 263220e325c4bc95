package dev.slipway.loadtest;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Limited;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.environment.Environments;
import dev.slipway.environment.Freeze;
import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.rollout.Deployments;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Decides whether load may be sent to an endpoint at all; looks at the record and at AWS. */
@Component
class Admission {

  /** How many load tests may run at once: tests that run side by side measure each other. */
  private static final int MOST_AT_ONCE = 4;

  private final Targets targets;
  private final LoadTests tests;
  private final Deployments deployments;
  private final Environments environments;
  private final CloudClock clock;

  Admission(
      Targets targets,
      LoadTests tests,
      Deployments deployments,
      Environments environments,
      CloudClock clock) {
    this.targets = targets;
    this.tests = tests;
    this.deployments = deployments;
    this.environments = environments;
    this.clock = clock;
  }

  /**
   * An endpoint that may be loaded.
   *
   * @param wanted with the samples' names
   * @param instances how many run
   */
  record Admitted(Target target, Wanted wanted, int instances) {}

  /**
   * Admits a load test.
   *
   * @throws dev.slipway.base.Failure when the endpoint is not to be loaded now
   */
  Admitted admit(Endpoint endpoint, Wanted wanted) {
    refuseWhereNothingBegins(endpoint);
    Target target = targets.serving(endpoint);
    if (target.release().spec().hosting().serverless() != null) {
      throw new Refused(
          "load-test-needs-instances",
          "Endpoint "
              + endpoint.name()
              + " is serverless: it has no instances whose rate could be measured.");
    }
    Wanted named = wanted.with(targets.named(endpoint, wanted.samples()));
    if (named.samples().isEmpty()) {
      throw noSamples(endpoint);
    }
    deployments
        .active(endpoint.id())
        .ifPresent(active -> {
          throw new Conflict(
              "deployment-active",
              "A deployment of " + endpoint.name() + " runs; load would change what it shows.",
              "/v1/deployments/" + active.id());
        });
    tests.active(endpoint.id()).ifPresent(Admission::refuseBeside);
    refuseInACrowd(tests.active());
    Hazards.Sight sight = Hazards.inCloud(target);
    sight.hazard().ifPresent(hazard -> refuse(endpoint, hazard));
    return new Admitted(target, named, sight.instances());
  }

  /**
   * Refuses a measurement of any kind where the environment, or the state of the endpoint, forbids
   * it.
   */
  void refuseWhereNothingBegins(Endpoint endpoint) {
    refuseForbidden(endpoint);
    endpoint.requireOurs();
    refuseFrozen(endpoint);
  }

  /** The refusal where there is nothing to send. */
  static Refused noSamples(Endpoint endpoint) {
    return Refused.field(
        "load-test-has-no-samples",
        "/samples",
        "The model %s has no samples to send; PUT /v1/models/%s/samples/{sample} adds one."
            .formatted(endpoint.model(), endpoint.model()));
  }

  /** Refuses, since another load test holds the endpoint's place. */
  static void refuseBeside(LoadTest other) {
    throw new Conflict(
        "load-test-active",
        "A load test of "
            + other.endpoint()
            + " has not ended, asked for by "
            + other.requestedBy()
            + ".",
        "/v1/endpoints/" + other.endpoint() + "/load-tests/" + other.id());
  }

  /** Refuses where as many load tests hold a place as may run at once. */
  static void refuseInACrowd(int active) {
    if (active < MOST_AT_ONCE) return;
    throw new Limited(
        "too-many-load-tests",
        "%d load tests run; more would measure each other.".formatted(MOST_AT_ONCE),
        Duration.ofMinutes(1));
  }

  private void refuseForbidden(Endpoint endpoint) {
    if (!environments.byId(endpoint.environmentId()).profile().forbidsLoadTests()) return;
    throw new Refused(
        "load-tests-forbidden",
        "%s forbids load tests (forbid_load_tests of its profile). Test the model in another environment, or have an administrator change the profile."
            .formatted(endpoint.environment()));
  }

  private void refuseFrozen(Endpoint endpoint) {
    for (Freeze freeze :
        environments.byId(endpoint.environmentId()).profile().gateRules().freezing()) {
      freeze
          .at(clock.now())
          .ifPresent(frozen -> {
            throw new Refused(
                "environment-frozen",
                "%s is frozen (%s) until %s."
                    .formatted(
                        endpoint.environment(),
                        frozen.name(),
                        frozen.until() == null ? "further notice" : frozen.until()));
          });
    }
  }

  private static void refuse(Endpoint endpoint, Stop hazard) {
    String text = endpoint.name() + ": " + hazard.reason();
    throw switch (hazard.code()) {
      case ALARM -> new Refused("endpoint-in-alarm", text);
      case NOT_IN_SERVICE, DEPLOYMENT, NO_SAMPLES, NO_DATABASE, CANCELED, PROCESS_ENDED ->
          new Conflict("endpoint-not-in-service", text);
    };
  }
}
