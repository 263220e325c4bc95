package dev.slipway.rollout;

import dev.slipway.cloud.Alarms;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Roles;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Marks;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.rollout.OwnedResources.Left;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes left execution roles and alarms once their grace is over: roles that retirements left,
 * roles that a failed deployment of a retired endpoint left, and {@link HeldAlarms}. A deployment
 * that begins while a role or an alarm is being deleted waits until it is gone, and makes it anew.
 * A role or an alarm that AWS does not delete is used again.
 */
@Component
class CollectLeft {

  private static final Logger LOG = LoggerFactory.getLogger(CollectLeft.class);

  private final LeftResources left;
  private final ClaimLeft claim;
  private final Endpoints endpoints;
  private final Releases releases;
  private final EndpointClouds clouds;

  CollectLeft(
      LeftResources left,
      ClaimLeft claim,
      Endpoints endpoints,
      Releases releases,
      EndpointClouds clouds) {
    this.left = left;
    this.claim = claim;
    this.endpoints = endpoints;
    this.releases = releases;
    this.clouds = clouds;
  }

  /**
   * Deletes the roles and alarms that are due. What AWS does not delete now is tried again, the
   * next time or later.
   */
  void collect() {
    for (Left one : left.due()) {
      Endpoint endpoint = endpoints.withId(one.endpointId());
      if (claim.of(endpoint, one)) tryToDelete(endpoint, one);
    }
  }

  private void tryToDelete(Endpoint endpoint, Left one) {
    try {
      delete(endpoint, one);
    } catch (CloudFailure failure) {
      LOG.info("{} {} stays for now: {}", one.kind(), one.name(), failure.text());
      if (isRefusal(failure)) left.refused(endpoint, one, failure.text());
      else left.stays(one);
    }
  }

  /** Whether a person must mend something first, and not only Slipway's own access to AWS. */
  private static boolean isRefusal(CloudFailure failure) {
    return switch (failure.kind()) {
      case REFUSED -> true;
      case DENIED -> failure.aws().code().startsWith("AccessDenied");
      default -> false;
    };
  }

  private void delete(Endpoint endpoint, Left one) {
    Cloud cloud = clouds.of(endpoint, releases.newest(endpoint).map(Release::spec).orElse(null));
    switch (one.kind()) {
      case ROLE -> left.gone(endpoint, one, role(endpoint, one.name(), cloud.roles()));
      case ALARM -> alarm(endpoint, one, cloud.alarms());
      case SCALABLE_TARGET, ENDPOINT, ENDPOINT_CONFIG, MODEL ->
          throw new IllegalStateException(one.kind() + " is never left");
    }
  }

  private static String role(Endpoint endpoint, String name, Roles roles) {
    Optional<LiveRole> live = roles.find(name);
    if (live.isEmpty()) return "The execution role " + name + " is gone.";
    if (!endpoint.name().equals(live.get().tags().get(Marks.ENDPOINT))) {
      return "Left the role " + name + " alone: it no longer carries this endpoint's mark.";
    }
    roles.inlinePolicies(name).forEach(it -> roles.deleteInlinePolicy(name, it));
    roles.delete(name);
    return "Deleted the execution role " + name + ", which nothing uses any more.";
  }

  private void alarm(Endpoint endpoint, Left one, Alarms alarms) {
    String name = one.name();
    LiveAlarm live = alarms.find(List.of(name)).get(name);
    if (live == null) {
      left.gone(endpoint, one, "The alarm " + name + " is gone.");
    } else if (!endpoint.name().equals(alarms.tags(live.arn()).get(Marks.ENDPOINT))) {
      left.gone(
          endpoint,
          one,
          "Left the alarm " + name + " alone: it no longer carries this endpoint's mark.");
    } else if (alarms.delete(List.of(name)).isEmpty()) {
      left.gone(endpoint, one, "Deleted the alarm " + name + ", which nothing uses any more.");
    } else {
      left.refused(endpoint, one, "a composite alarm depends on it");
    }
  }
}
