package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Access keys over HTTP, and what the proxy finds by them. */
@Conforming
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessKeyTests {

  private static final String ACCOUNTS = "/v1/service-accounts";

  @AutoClose private final ApiServer api = ApiServer.start();
  private final JdbcClient jdbc = api.bean(JdbcClient.class);
  private final SigningKeys keys = api.bean(SigningKeys.class);

  @Test
  void theSecretIsShownOnceAndFoundAgainByTheId() {
    account("shop", "{\"role\": \"INVOKER\", \"environment\": \"prod\"}");
    Answer made = key("shop", "");
    String secret = made.at("/secret_access_key");
    assertThat(made.at("/access_key_id")).matches("SLIP[A-Z2-7]{16}");
    assertThat(secret).matches("slk_[0-9A-Za-z]{38}");

    SigningKey found = keys.find(made.at("/access_key_id")).orElseThrow();
    assertThat(found.secret()).isEqualTo(secret);
    assertThat(found.toString()).doesNotContain(secret);
    assertThat(found.principal().name()).isEqualTo("service-account:shop");
    assertThat(found.principal().may(Role.INVOKER, "prod")).isTrue();
    assertThat(found.principal().may(Role.INVOKER, "dev")).isFalse();

    Answer read = api.get(made.header("Location"));
    assertThat(read.json().has("secret_access_key")).isFalse();
    assertThat(api.get(ACCOUNTS + "/shop/access-keys").http().body())
        .contains(read.at("/access_key_id"))
        .doesNotContain(secret);
    assertThat(jdbc.sql("select * from access_key").query().listOfRows().toString())
        .doesNotContain(secret.substring(4));
  }

  @Test
  void whatNamesAnAccessKeyDoesNotUseIt() {
    account("rotating", "");
    Answer made = key("rotating", "");
    SigningKey found = keys.find(made.at("/access_key_id")).orElseThrow();
    assertThat(api.get(made.header("Location")).json().has("last_used_at")).isFalse();
    found.use().note(Runnable::run);
    assertThat(api.get(made.header("Location")).at("/last_used_at"))
        .isEqualTo(ApiServer.NOW.toString());
  }

  @Test
  void aScopeNarrowsAnAccessKey() {
    account("wide", "{\"role\": \"INVOKER\", \"environment\": \"*\"}");
    Answer made = key("wide", ", \"scopes\": [{\"role\": \"INVOKER\", \"environment\": \"dev\"}]");
    Principal principal = keys.find(made.at("/access_key_id")).orElseThrow().principal();
    assertThat(principal.may(Role.INVOKER, "dev")).isTrue();
    assertThat(principal.may(Role.INVOKER, "prod")).isFalse();
  }

  @Test
  void aRevokedOneIsNotFoundAndItIsOnRecord() {
    account("revoked", "");
    Answer made = key("revoked", "");
    for (int i = 0; i < 2; i++) {
      assertThat(admin("DELETE", made.header("Location")).status()).isEqualTo(204);
    }
    assertThat(keys.find(made.at("/access_key_id"))).isEmpty();
    assertThat(api.get(made.header("Location")).at("/revoked_at")).isNotEmpty();
    assertThat(
            api.facts().stream()
                .filter(fact -> fact.subject().equals("service-account:revoked"))
                .map(Fact::type)
                .toList())
        .isEqualTo(List.of("service-account.created", "access-key.created", "access-key.revoked"));
    assertThat(key("revoked", "").status()).as("the name is free again").isEqualTo(201);
  }

  @Test
  void anExpiredOneAndThoseOfAnAccountThatIsShutOutAreNotFound() {
    account("paused", "");
    Answer made = key("paused", ", \"expires_in_seconds\": 60");
    String id = made.at("/access_key_id");
    assertThat(keys.find(id).orElseThrow().principal().until())
        .isEqualTo(ApiServer.NOW.plusSeconds(60));
    String etag = api.get(ACCOUNTS + "/paused").header("ETag");
    etag = api.patch(ACCOUNTS + "/paused", etag, "{\"disabled\": true}").header("ETag");
    assertThat(keys.find(id)).isEmpty();
    api.patch(ACCOUNTS + "/paused", etag, "{\"disabled\": false}");
    assertThat(keys.find(id)).isPresent();
    jdbc.sql("update access_key set expires_at = ? where access_key_id = ?")
        .params(java.sql.Timestamp.from(ApiServer.NOW), id)
        .update();
    assertThat(keys.find(id)).isEmpty();

    account("leaving", "");
    String other = key("leaving", "").at("/access_key_id");
    admin("DELETE", ACCOUNTS + "/leaving");
    assertThat(keys.find(other)).isEmpty();
  }

  @Test
  void whatIsOutsideTheLimitsIsRefused() {
    account("strict", "");
    key("strict", "");
    assertThat(key("strict", "").at("/code")).isEqualTo("access-key-exists");
    assertThat(api.get(ACCOUNTS + "/strict/access-keys/SLIPAAAAAAAAAAAAAAAA").at("/code"))
        .isEqualTo("no-such-access-key");
    assertThat(key("nobody", "").at("/code")).isEqualTo("no-such-service-account");
    assertThat(key("strict", ", \"scopes\": []").status()).isEqualTo(400);
    assertThat(keys.find("AKIAAAAAAAAAAAAAAAAA")).isEmpty();
  }

  private void account(String name, String grants) {
    assertThat(
            api.post(ACCOUNTS, "{\"name\": \"%s\", \"grants\": [%s]}".formatted(name, grants))
                .status())
        .isEqualTo(201);
  }

  private Answer key(String account, String more) {
    return api.post(ACCOUNTS + "/" + account + "/access-keys", "{\"name\": \"k\"" + more + "}");
  }

  private Answer admin(String method, String path) {
    return api.send(method, path, null, "Authorization", "Bearer " + ApiServer.TOKEN);
  }
}
