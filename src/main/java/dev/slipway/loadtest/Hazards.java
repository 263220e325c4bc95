package dev.slipway.loadtest;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.AlarmState;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.loadtest.LoadTest.Stop;
import dev.slipway.loadtest.LoadTest.Stop.Code;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.Deployments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks for hazards: conditions that end a load test, or do not let it begin. */
@Component
class Hazards {

  private final LoadTests tests;
  private final Endpoints endpoints;
  private final Deployments deployments;

  Hazards(LoadTests tests, Endpoints endpoints, Deployments deployments) {
    this.tests = tests;
    this.endpoints = endpoints;
    this.deployments = deployments;
  }

  /** Looks for hazards in Slipway's own record; costs two statements. */
  Optional<Stop> onRecord(LoadTest test) {
    Optional<Stop> wanted = tests.wantedEnd(test.id());
    if (wanted.isPresent()) return wanted;
    Optional<Deployment> active = deployments.active(test.endpointId());
    if (active.isPresent()) {
      return Optional.of(
          Stop.because(
              Code.DEPLOYMENT, "The deployment " + active.get().id() + " of the endpoint began."));
    }
    Endpoint endpoint = endpoints.withId(test.endpointId());
    return test.releaseId().equals(endpoint.currentReleaseId())
        ? Optional.empty()
        : Optional.of(Stop.because(Code.DEPLOYMENT, "Another release serves now."));
  }

  /**
   * The result of a look at AWS.
   *
   * @param hazard the hazard; empty when load may be sent
   * @param instances how many run
   */
  record Sight(Optional<Stop> hazard, int instances) {}

  /** Looks at the endpoint and its alarms; costs two calls. */
  static Sight inCloud(Target target) {
    try {
      Optional<LiveEndpoint> live =
          target.cloud().sageMaker().findEndpoint(target.endpoint().physicalName());
      Optional<Stop> hazard = service(live).or(() -> alarm(target));
      return new Sight(hazard, live.map(Hazards::instances).orElse(0));
    } catch (CloudFailure failure) {
      return new Sight(
          Optional.of(
              Stop.because(
                  Code.NOT_IN_SERVICE,
                  (failure.asked() ? "AWS does not say" : "AWS was not asked")
                      + " how the endpoint is, and nothing is sent blindly: "
                      + failure.text())),
          0);
    }
  }

  /**
   * The hazard that the endpoint is not in service. While autoscaling changes the size of a fleet
   * SageMaker calls the endpoint {@code Updating} too, but no other configuration is on its way.
   * Load goes on then, and the step tells how many instances there were.
   */
  static Optional<Stop> service(Optional<LiveEndpoint> found) {
    if (found.isEmpty()) {
      return Optional.of(Stop.because(Code.NOT_IN_SERVICE, "SageMaker has no such endpoint."));
    }
    LiveEndpoint live = found.get();
    boolean sameConfig =
        live.pending() == null
            || live.pending().endpointConfigName().equals(live.endpointConfigName());
    return live.status() == EndpointStatus.IN_SERVICE
            || (live.status() == EndpointStatus.UPDATING && sameConfig)
        ? Optional.empty()
        : Optional.of(
            Stop.because(
                Code.NOT_IN_SERVICE, "SageMaker calls the endpoint " + live.rawStatus() + "."));
  }

  private static Optional<Stop> alarm(Target target) {
    List<String> names =
        AlarmSet.paging(target.endpoint(), target.release().spec(), Map.of()).stream()
            .map(AlarmSpec::name)
            .toList();
    if (names.isEmpty()) return Optional.empty();
    return target.cloud().alarms().find(names).values().stream()
        .filter(alarm -> alarm.state() == AlarmState.ALARM)
        .findFirst()
        .map(alarm ->
            Stop.because(Code.ALARM, "The alarm " + alarm.name() + " fires: " + alarm.reason()));
  }

  private static int instances(LiveEndpoint live) {
    Integer count =
        live.variants().isEmpty() ? null : live.variants().getFirst().currentInstanceCount();
    return count == null ? 0 : count;
  }
}
