package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import java.util.List;
import java.util.Optional;

/** The traffic rules that people have stated for endpoints, as far as they matter for a plan. */
public interface StatedRules {

  /** The remark on rules of other endpoints that use an endpoint which is to be retired. */
  Optional<Remark> retiring(Endpoint endpoint);

  /**
   * The remarks on rules, its own and those of others, that use a retired endpoint again once it
   * serves.
   */
  List<Remark> returning(Endpoint endpoint);
}
