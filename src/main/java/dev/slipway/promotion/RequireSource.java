package dev.slipway.promotion;

import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.base.Failure.Forbidden;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.environment.Environments;
import org.springframework.stereotype.Component;

/**
 * Keeps callers from learning what is live in an environment by promoting from it, unless they may
 * see that environment. The environment before the target is allowed in any case: somebody who may
 * deploy to prod alone promotes from staging.
 */
@Component
class RequireSource {

  private final Environments environments;

  RequireSource(Environments environments) {
    this.environments = environments;
  }

  /**
   * Refuses a caller who may not promote from the environment.
   *
   * @throws Forbidden {@code forbidden}
   */
  void check(PromotionInput input, Principal caller) {
    String from = input.from();
    if (from == null || caller.may(Role.VIEWER, from)) return;
    boolean implied = input.environments().stream().allMatch(target -> follows(target, from));
    if (!implied) caller.require(Role.VIEWER, from);
  }

  private boolean follows(String target, String from) {
    try {
      return from.equals(environments.byName(target).profile().predecessor());
    } catch (NotFound missing) {
      return false;
    }
  }
}
