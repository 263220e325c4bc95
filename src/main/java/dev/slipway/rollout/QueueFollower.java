package dev.slipway.rollout;

import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.StartDeployment.Asked;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts a deployment in the place of the one that ends and that it follows by itself: the next
 * attempt, or the way back. Part of the transaction in which that one ends, so that nobody else can
 * take the place in between.
 */
@Component
class QueueFollower {

  private final Deployments deployments;
  private final Endpoints endpoints;
  private final Releases releases;
  private final TakePlace place;

  QueueFollower(Deployments deployments, Endpoints endpoints, Releases releases, TakePlace place) {
    this.deployments = deployments;
    this.endpoints = endpoints;
    this.releases = releases;
    this.place = place;
  }

  /**
   * Holds the endpoint's place until the transaction ends, for a deployment that follows the ending
   * one. Call this before the deployment's row is locked: a promotion that supersedes a deployment
   * takes the two locks in that order.
   */
  @Transactional
  void holdPlaceOf(Deployment ending) {
    endpoints.reserve(ending.endpoint());
  }

  /**
   * Begins the deployment that takes back a release which serves and was to be undone, as the ended
   * deployment leaves the place.
   */
  @Transactional
  void compensating(Deployment ended, Outcome.Compensating way) {
    Abort abort = Objects.requireNonNull(ended.abort());
    place.begin(
        endpoints.withId(ended.endpointId()),
        way.plan(),
        new Asked(abort.by(), abort.reason()),
        Beginning.of(DeploymentKind.ROLL_BACK, now -> way.target())
            .compensating(ended.id())
            .after(ended));
  }

  /**
   * Begins the next attempt, as a deployment that found no capacity leaves the place. Does nothing
   * if somebody asked for a rollback while SageMaker worked on that deployment.
   */
  @Transactional
  void retrying(Deployment ended, Outcome.Retrying again) {
    if (deployments.nothingFollows(ended.id())) return;
    Endpoint endpoint = endpoints.withId(ended.endpointId());
    place.begin(
        endpoint,
        again.plan(),
        new Asked(
            ended.requestedBy(),
            "AWS had no capacity, so "
                + again.candidate().spec().hosting().type()
                + " is tried. First asked for: "
                + first(ended).requestedReason()),
        Beginning.of(
                DeploymentKind.PROMOTE, now -> releases.record(endpoint, again.candidate(), now))
            .trying(again.shortage()));
  }

  private Deployment first(Deployment deployment) {
    Shortage shortage = deployment.memory().shortage();
    return shortage == null || shortage.previous() == null
        ? deployment
        : first(deployments.withId(shortage.previous()));
  }
}
