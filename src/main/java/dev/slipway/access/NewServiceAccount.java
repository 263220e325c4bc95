package dev.slipway.access;

import dev.slipway.base.Violations;
import dev.slipway.web.PatchMember;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A service account to be made.
 *
 * @param description what it is for; left out means empty
 * @param grants what it may do where; left out means nothing
 */
record NewServiceAccount(
    String name, @Nullable String description, @Nullable List<StatedGrant> grants) {

  private static final int LONGEST_DESCRIPTION = 2000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,62}");

  /**
   * A change of a service account.
   *
   * @param description null to leave the description as it is
   * @param grants all grants, in place of those before; null to leave them as they are
   * @param disabled null to leave it as it is
   */
  record Change(
      @JsonDeserialize(using = PatchMember.Cleared.class) @Nullable String description,
      @JsonDeserialize(using = PatchMember.Cleared.class) @Nullable List<StatedGrant> grants,
      @JsonDeserialize(using = PatchMember.Kept.class) @Nullable Boolean disabled) {

    /** Whether the change would change anything of the account. */
    boolean changes(ServiceAccount account) {
      return (description != null && !description.equals(account.description()))
          || (grants != null && !grants.equals(account.grants()))
          || (disabled != null && disabled != account.disabled());
    }

    void check() {
      var violations = new Violations();
      checkShared(description, grants, violations);
      violations.orInvalid();
    }
  }

  void check() {
    var violations = new Violations();
    violations.require(
        NAME.matcher(name).matches(),
        "/name",
        "A service account's name has 1 to 63 characters out of a-z, 0-9 and single hyphens"
            + " between them.");
    checkShared(description, grants, violations);
    violations.orInvalid();
  }

  private static void checkShared(
      @Nullable String description, @Nullable List<StatedGrant> grants, Violations violations) {
    violations.requireText(
        description == null ? "" : description, LONGEST_DESCRIPTION, "/description");
    StatedGrant.check(grants, "/grants", violations);
  }
}
