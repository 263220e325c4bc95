package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.WallClock;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TokensTests {

  private static final String TOKEN = "slipway_0123456789abcdef0123456789abcdef";
  private static final String OTHER = "slipway_fedcba9876543210fedcba9876543210";

  private JdbcClient jdbc;
  private Tokens tokens;

  @BeforeEach
  void freshDatabase() {
    jdbc = JdbcClient.create(TestPostgres.dataSource(TestPostgres.freshDatabase()));
    tokens = new Tokens(jdbc, WallClock.system());
  }

  @Test
  void theAdminIsKnownByTheToken() {
    assertThat(tokens.exist()).isFalse();
    tokens.ensureAdmin(TOKEN);
    assertThat(tokens.exist()).isTrue();
    Principal admin = tokens.find(TOKEN).orElseThrow();
    assertThat(admin.name()).isEqualTo("token:admin");
    assertThat(admin.kind()).isEqualTo(Principal.Kind.ADMIN_TOKEN);
    assertThat(admin.may(Role.ADMIN, "prod")).isTrue();
  }

  @Test
  void nobodyIsKnownByAnythingElse() {
    tokens.ensureAdmin(TOKEN);
    assertThat(tokens.find(OTHER)).isEmpty();
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find(TOKEN + " ")).isEmpty();
    assertThat(tokens.find("ü\0")).isEmpty();
    assertThat(tokens.find("a".repeat(100_000))).isEmpty();
  }

  @Test
  void ensuringTheAdminTwiceChangesNothing() {
    tokens.ensureAdmin(TOKEN);
    var before = rows();
    tokens.ensureAdmin(TOKEN);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aNewAdminTokenEndsTheOldOne() {
    tokens.ensureAdmin(TOKEN);
    tokens.ensureAdmin(OTHER);
    assertThat(tokens.find(TOKEN)).isEmpty();
    assertThat(tokens.find(OTHER)).isPresent();

    tokens.ensureAdmin(TOKEN);
    assertThat(tokens.find(TOKEN)).isPresent();
    assertThat(tokens.find(OTHER)).isEmpty();
  }

  @Test
  void aRevokedTokenIsNobodys() {
    tokens.ensureAdmin(TOKEN);
    jdbc.sql("update access_token set revoked_at = now()").update();
    assertThat(tokens.find(TOKEN)).isEmpty();
    assertThat(tokens.exist()).isFalse();
  }

  @Test
  void theTokenItselfIsNotStored() {
    tokens.ensureAdmin(TOKEN);
    assertThat(rows()).doesNotContain(TOKEN).contains("slipway_0123");
  }

  @Test
  void aTokenThatCouldBeGuessedIsRefused() {
    assertThatThrownBy(() -> tokens.ensureAdmin("admin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl rand");
    assertThatThrownBy(() -> tokens.ensureAdmin("a long word with spaces in it"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String rows() {
    return jdbc.sql("select * from access_token order by id").query().listOfRows().toString();
  }
}
