package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Roles.LiveRole;
import org.jspecify.annotations.Nullable;

/**
 * What a release needs and AWS has already, so that it need not be made.
 *
 * @param role whether the managed execution role exists (or none is needed)
 * @param managed that role; null where there is none
 * @param policy whether the role may do exactly what the release needs (or none is needed)
 * @param model whether the model of this content exists
 * @param modelName its name
 */
record ExistingResources(
    boolean role, @Nullable LiveRole managed, boolean policy, boolean model, String modelName) {

  static ExistingResources of(
      Endpoint endpoint,
      @Nullable Release serving,
      ReleaseSpec wanted,
      Cloud cloud,
      Consequences consequences) {
    String role = wanted.executionRole().arn();
    LiveRole managed = null;
    boolean there = true;
    boolean policy = true;
    if (role == null) {
      String name = Names.executionRole(endpoint.name());
      managed = cloud.roles().find(name).orElse(null);
      // A model outlives the role in its name, and serves again once the role is made anew.
      there = managed != null;
      role = managed == null ? ManagedRole.arn(endpoint, wanted) : managed.arn();
      policy = there && consequences.permitted(name, wanted, serving, cloud);
    }
    String model = Names.model(endpoint.name(), wanted, role);
    return new ExistingResources(
        there, managed, policy, cloud.sageMaker().findModel(model).isPresent(), model);
  }
}
