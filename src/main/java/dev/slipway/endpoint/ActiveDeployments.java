package dev.slipway.endpoint;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The deployments that hold the places of endpoints: each has one at most. */
public interface ActiveDeployments {

  /** The active deployment of each endpoint that has one, by the endpoint's id; in one query. */
  Map<UUID, UUID> activeOn(Collection<UUID> endpointIds);
}
