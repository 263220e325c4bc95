package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import java.util.List;
import java.util.Optional;

/** What people have stated of endpoints' traffic, as far as it bears on a plan. */
public interface StatedRules {

  /** What the rules of others get from an endpoint that is to be retired. */
  Optional<Remark> retiring(Endpoint endpoint);

  /** Which rules, its own and those of others, have a retired endpoint again once it serves. */
  List<Remark> returning(Endpoint endpoint);
}
