package dev.slipway.rollout;

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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes left execution roles once their grace is over: roles that retirements left, and roles
 * that a failed deployment of a retired endpoint left. A deployment that begins while a role is
 * being deleted waits until the role is gone, and makes it anew. A role that AWS does not delete is
 * used again.
 */
@Component
class CollectLeft {

  private static final Logger LOG = LoggerFactory.getLogger(CollectLeft.class);

  private final LeftResources left;
  private final Endpoints endpoints;
  private final Releases releases;
  private final EndpointClouds clouds;

  CollectLeft(LeftResources left, Endpoints endpoints, Releases releases, EndpointClouds clouds) {
    this.left = left;
    this.endpoints = endpoints;
    this.releases = releases;
    this.clouds = clouds;
  }

  /**
   * Deletes the roles that are due. A role that AWS does not delete now is tried again, the next
   * time or later.
   */
  void collect() {
    for (Left one : left.due()) {
      Endpoint endpoint = endpoints.withId(one.endpointId());
      if (!left.claim(endpoint, one)) continue;
      try {
        left.gone(endpoint, one, delete(endpoint, one));
      } catch (CloudFailure failure) {
        LOG.info("{} {} stays for now: {}", one.kind(), one.name(), failure.text());
        if (isRefusal(failure)) left.refused(endpoint, one, failure.text());
        else left.stays(one);
      }
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

  private String delete(Endpoint endpoint, Left one) {
    Roles roles =
        clouds.of(endpoint, releases.newest(endpoint).map(Release::spec).orElse(null)).roles();
    Optional<LiveRole> live = roles.find(one.name());
    if (live.isEmpty()) return "The execution role " + one.name() + " is gone.";
    if (!endpoint.name().equals(live.get().tags().get(Marks.ENDPOINT))) {
      return "Left the role " + one.name() + " alone: it no longer carries this endpoint's mark.";
    }
    roles.inlinePolicies(one.name()).forEach(it -> roles.deleteInlinePolicy(one.name(), it));
    roles.delete(one.name());
    return "Deleted the execution role " + one.name() + ", which nothing uses any more.";
  }
}
