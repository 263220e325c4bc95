package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import java.util.Optional;

/** What people have stated of endpoints' traffic, as far as it bears on a plan. */
public interface StatedRules {

  /** What the rules of others get from an endpoint that is to be retired. */
  Optional<Remark> retiring(Endpoint endpoint);

  /** Which rules of its own a retired endpoint has again once it serves. */
  Optional<Remark> returning(Endpoint endpoint);
}
