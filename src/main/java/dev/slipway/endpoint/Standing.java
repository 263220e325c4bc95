package dev.slipway.endpoint;

import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Roles.LiveRole;
import org.jspecify.annotations.Nullable;

/**
 * What a release needs and AWS has already, so that it is not made again.
 *
 * @param role the managed execution role is there (or none is needed)
 * @param managed that role as it is; null where there is none
 * @param policy it may do just what the release needs (or none is needed)
 * @param model the model of this content is there
 * @param modelName its name; null while the role that it is named by is not there
 */
record Standing(
    boolean role,
    @Nullable LiveRole managed,
    boolean policy,
    boolean model,
    @Nullable String modelName) {

  static final Standing NOTHING = new Standing(false, null, false, false, null);

  static Standing of(
      Endpoint endpoint,
      @Nullable Release serving,
      ReleaseSpec wanted,
      Cloud cloud,
      Consequences consequences) {
    String role = wanted.executionRole().arn();
    LiveRole managed = null;
    boolean policy = true;
    if (role == null) {
      String name = Names.executionRole(endpoint.name());
      managed = cloud.roles().find(name).orElse(null);
      if (managed == null) return NOTHING;
      role = managed.arn();
      policy = consequences.permitted(name, wanted, serving, cloud);
    }
    String model = Names.model(endpoint.name(), wanted, role);
    return new Standing(
        true, managed, policy, cloud.sageMaker().findModel(model).isPresent(), model);
  }
}
