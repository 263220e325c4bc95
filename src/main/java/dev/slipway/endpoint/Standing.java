package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Roles.LiveRole;
import java.util.Optional;

/**
 * What a release needs and AWS has already, so that it is not made again.
 *
 * @param role the managed execution role is there (or none is needed)
 * @param model the model of this content is there
 */
record Standing(boolean role, boolean model) {

  static final Standing NOTHING = new Standing(false, false);

  static Standing of(Endpoint endpoint, ReleaseSpec wanted, Cloud cloud) {
    String role = wanted.executionRole().arn();
    if (role == null) {
      Optional<LiveRole> managed = cloud.roles().find(Names.executionRole(endpoint.name()));
      if (managed.isEmpty()) return NOTHING;
      role = managed.get().arn();
    }
    String model = Names.model(endpoint.name(), wanted, role);
    return new Standing(true, cloud.sageMaker().findModel(model).isPresent());
  }
}
