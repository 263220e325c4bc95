package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTests {

  private static final Grant DEPLOYER_OF_DEV = new Grant(Role.DEPLOYER, "dev");

  @Test
  void aRoleMayWhatTheRolesBeforeItMay() {
    assertThat(Role.APPROVER.includes(Role.VIEWER)).isTrue();
    assertThat(Role.APPROVER.includes(Role.APPROVER)).isTrue();
    assertThat(Role.APPROVER.includes(Role.ADMIN)).isFalse();
  }

  @Test
  void predictionsAreABusinessOfTheirOwn() {
    assertThat(Role.INVOKER.includes(Role.VIEWER)).isFalse();
    assertThat(Role.APPROVER.includes(Role.INVOKER)).isFalse();
    assertThat(Role.ADMIN.includes(Role.INVOKER)).isTrue();
  }

  @Test
  void aGrantCountsInItsEnvironmentAlone() {
    var permissions = new Permissions(List.of(DEPLOYER_OF_DEV), null);
    assertThat(permissions.allow(Role.DEPLOYER, "dev")).isTrue();
    assertThat(permissions.allow(Role.VIEWER, "prod")).isFalse();
    assertThat(permissions.reach(Role.VIEWER)).isEqualTo(new Reach(false, Set.of("dev")));
    assertThat(permissions.reach(Role.APPROVER).isNowhere()).isTrue();
  }

  @Test
  void aGrantForAllCountsInEnvironmentsThatAreYetToCome() {
    var permissions = new Permissions(List.of(Grant.everywhere(Role.VIEWER)), null);
    assertThat(permissions.allow(Role.VIEWER, "not-made-yet")).isTrue();
    assertThat(permissions.reach(Role.VIEWER)).isEqualTo(Reach.EVERYWHERE);
  }

  @Test
  void aTokensScopeTakesAwayAndNeverAdds() {
    var narrowed =
        new Permissions(
            List.of(DEPLOYER_OF_DEV, new Grant(Role.DEPLOYER, "prod")),
            List.of(new Grant(Role.VIEWER, "prod"), new Grant(Role.ADMIN, "test")));
    assertThat(narrowed.allow(Role.VIEWER, "prod")).isTrue();
    assertThat(narrowed.allow(Role.DEPLOYER, "prod")).isFalse();
    assertThat(narrowed.allow(Role.VIEWER, "dev")).isFalse();
    assertThat(narrowed.allow(Role.VIEWER, "test")).isFalse();
    assertThat(narrowed.reach(Role.VIEWER)).isEqualTo(new Reach(false, Set.of("prod")));
  }

  @Test
  void whoeverLacksTheRoleIsToldWhichAndWhere() {
    var ada =
        new Principal(
            "user:ada",
            Principal.Kind.USER,
            "Ada",
            new Permissions(List.of(DEPLOYER_OF_DEV), null),
            null);
    ada.require(Role.DEPLOYER, "dev");
    assertThatThrownBy(() -> ada.require(Role.APPROVER, "prod"))
        .isInstanceOf(Failure.Forbidden.class)
        .hasMessageContaining("approver")
        .hasMessageContaining("prod");
  }
}
