package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Service accounts and their tokens over HTTP. */
@Conforming
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceAccountTests {

  private static final String ACCOUNTS = "/v1/service-accounts";

  @AutoClose private final ApiServer api = ApiServer.start();
  private final JdbcClient jdbc = api.bean(JdbcClient.class);

  @Test
  void aTokenDoesWhatItsAccountWasGrantedAndNoMore() {
    account("ci", "{\"role\": \"DEPLOYER\", \"environment\": \"dev\"}");
    String token = token("ci", "").at("/token");
    assertThat(token).matches("slp_[0-9A-Za-z]{38}");

    Answer me = as(token, "GET", "/v1/me", null);
    assertThat(me.at("/name")).isEqualTo("service-account:ci");
    assertThat(me.at("/kind")).isEqualTo("SERVICE_ACCOUNT");
    assertThat(me.at("/grants/0/role")).isEqualTo("DEPLOYER");
    assertThat(me.json().has("scopes")).isFalse();

    assertThat(as(token, "POST", "/v1/models", "{\"name\": \"by-ci\"}").status()).isEqualTo(201);
    assertThat(as(token, "GET", "/v1/environments/prod", null).status()).isEqualTo(403);
    assertThat(as(token, "GET", ACCOUNTS, null).at("/detail")).contains("admin for all");
  }

  @Test
  void aScopeNarrowsAToken() {
    account("narrow", "{\"role\": \"ADMIN\", \"environment\": \"*\"}");
    String wide = token("narrow", "").at("/token");
    String viewer =
        token("narrow", ", \"scopes\": [{\"role\": \"VIEWER\", \"environment\": \"*\"}]")
            .at("/token");
    assertThat(as(wide, "GET", ACCOUNTS, null).status()).isEqualTo(200);
    assertThat(as(viewer, "GET", "/v1/models", null).status()).isEqualTo(200);
    assertThat(as(viewer, "POST", "/v1/models", "{\"name\": \"x\"}").status()).isEqualTo(403);
    assertThat(as(viewer, "GET", ACCOUNTS, null).status()).isEqualTo(403);
    assertThat(as(viewer, "GET", "/v1/me", null).at("/scopes/0/role")).isEqualTo("VIEWER");
  }

  @Test
  void theValueIsShownOnceAndStoredNowhere() {
    account("secretive", "");
    Answer made = token("secretive", "");
    String value = made.at("/token");
    Answer read = api.get(made.header("Location"));
    assertThat(read.at("/prefix")).isEqualTo(value.substring(0, 8));
    assertThat(read.json().has("token")).isFalse();
    assertThat(api.get(ACCOUNTS + "/secretive/tokens").http().body())
        .contains(read.at("/id"))
        .doesNotContain(value);
    assertThat(jdbc.sql("select * from access_token").query().listOfRows().toString())
        .doesNotContain(value.substring(8));
    assertThat(api.facts().toString()).contains("token.created").doesNotContain(value);
  }

  @Test
  void aRevokedTokenIsRefusedFromTheNextRequestOn() {
    account("revoked", "");
    Answer made = token("revoked", "");
    assertThat(as(made.at("/token"), "GET", "/v1/me", null).status()).isEqualTo(200);
    assertThat(admin("DELETE", made.header("Location"), null).status()).isEqualTo(204);
    assertThat(as(made.at("/token"), "GET", "/v1/me", null).status()).isEqualTo(401);
    assertThat(admin("DELETE", made.header("Location"), null).status()).isEqualTo(204);
    assertThat(types("revoked"))
        .containsExactly("service-account.created", "token.created", "token.revoked");
    assertThat(api.get(made.header("Location")).at("/revoked_at")).isNotEmpty();
    assertThat(token("revoked", "").status()).as("the name is free again").isEqualTo(201);
  }

  @Test
  void aTokenEndsWhenItExpires() {
    account("short", "");
    Answer made = token("short", ", \"expires_in_seconds\": 60");
    String token = made.at("/token");
    assertThat(as(token, "GET", "/v1/me", null).at("/expires_at"))
        .isEqualTo(ApiServer.NOW.plusSeconds(60).toString());
    jdbc.sql("update access_token set expires_at = ? where name = 't' and expires_at is not null")
        .param(java.sql.Timestamp.from(ApiServer.NOW))
        .update();
    assertThat(as(token, "GET", "/v1/me", null).status()).isEqualTo(401);
  }

  @Test
  void aDisabledAccountIsShutOutUntilItIsEnabled() {
    account("paused", "");
    String token = token("paused", "").at("/token");
    assertThat(patch("paused", "{\"disabled\": true}").at("/disabled")).isEqualTo("true");
    assertThat(as(token, "GET", "/v1/me", null).status()).isEqualTo(401);
    patch("paused", "{\"disabled\": false}");
    assertThat(as(token, "GET", "/v1/me", null).status()).isEqualTo(200);
    assertThat(types("paused")).contains("service-account.disabled", "service-account.enabled");
  }

  @Test
  void changedGrantsCountWithTheNextRequestAndAreOnRecord() {
    account("promoted", "");
    String token = token("promoted", "").at("/token");
    assertThat(as(token, "GET", "/v1/models", null).status()).isEqualTo(403);
    patch("promoted", "{\"grants\": [{\"role\": \"VIEWER\", \"environment\": \"dev\"}]}");
    assertThat(as(token, "GET", "/v1/models", null).status()).isEqualTo(200);
    // What was refused is put on record a while later, so that may be the last of all.
    Fact fact =
        ofAccount("promoted")
            .filter(each -> !each.type().equals("access.denied"))
            .toList()
            .getLast();
    assertThat(fact.type()).isEqualTo("service-account.grants-changed");
    assertThat(fact.subjectType()).isEqualTo("principal");
    assertThat(fact.actor()).isEqualTo("token:admin");
    assertThat(fact.data().get("after")).isEqualTo(List.of("viewer in dev"));
  }

  @Test
  void nullTakesAwayWhatIsThereAndNothingOfItIsLeftOut() {
    account("emptied", "{\"role\": \"ADMIN\", \"environment\": \"*\"}");
    String token = token("emptied", "").at("/token");
    patch("emptied", "{\"description\": \"was needed\"}");
    assertThat(as(token, "GET", ACCOUNTS, null).status()).isEqualTo(200);

    Answer changed = patch("emptied", "{\"grants\": null, \"description\": null}");
    assertThat(changed.json().at("/grants")).isEmpty();
    assertThat(changed.json().at("/description").asString()).isEmpty();
    assertThat(as(token, "GET", ACCOUNTS, null).status()).isEqualTo(403);

    Answer disabled = patch("emptied", "{\"disabled\": null}");
    assertThat(disabled.status()).isEqualTo(400);
    assertThat(disabled.at("/errors/0/pointer")).isEqualTo("/disabled");
    Answer same = patch("emptied", "{\"grants\": [], \"disabled\": false}");
    assertThat(same.header("ETag")).isEqualTo(changed.header("ETag"));
  }

  @Test
  void aRetiredAccountIsGoneAndItsNameStaysTaken() {
    account("gone", "");
    Answer made = token("gone", "");
    assertThat(admin("DELETE", ACCOUNTS + "/gone", null).status()).isEqualTo(204);
    assertThat(as(made.at("/token"), "GET", "/v1/me", null).status()).isEqualTo(401);
    assertThat(api.get(ACCOUNTS + "/gone").at("/code")).isEqualTo("no-such-service-account");
    assertThat(api.get(made.header("Location")).status()).isEqualTo(404);
    assertThat(admin("DELETE", ACCOUNTS + "/gone", null).status()).isEqualTo(404);
    Answer again = api.post(ACCOUNTS, "{\"name\": \"gone\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/code")).isEqualTo("service-account-exists");
  }

  @Test
  void twoWhoChangeItAtOnceAreToldApart() {
    account("shared", "");
    String path = ACCOUNTS + "/shared";
    String etag = api.get(path).header("ETag");
    assertThat(api.patch(path, null, "{}").status()).isEqualTo(428);
    assertThat(api.patch(path, etag, "{\"description\": \"one\"}").status()).isEqualTo(200);
    assertThat(api.patch(path, etag, "{\"description\": \"two\"}").status()).isEqualTo(412);
  }

  @Test
  void whatCannotBeIsRefusedFieldByField() {
    Answer bad =
        api.post(
            ACCOUNTS,
            "{\"name\": \"No Name\", \"grants\": [{\"role\": \"VIEWER\", \"environment\": \"\"}]}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.http().body()).contains("\"/name\"", "\"/grants/0/environment\"");
    assertThat(
            api.post(ACCOUNTS, "{\"name\": \"a\", \"grants\": [{\"role\": \"VIEWER\"}]}").status())
        .as("all environments are never meant by leaving something out")
        .isEqualTo(400);
    account("strict", "");
    assertThat(token("strict", ", \"expires_in_seconds\": 1").at("/errors/0/pointer"))
        .isEqualTo("/expires_in_seconds");
    for (String blank : new String[] {"", " ", "\\u0000"}) {
      assertThat(token("strict", ", \"expires_in_seconds\": \"" + blank + "\"").status())
          .as("no number, and not nothing")
          .isEqualTo(400);
    }
    assertThat(token("strict", ", \"scopes\": []").at("/errors/0/pointer")).isEqualTo("/scopes");
    token("strict", "");
    assertThat(token("strict", "").at("/code")).isEqualTo("token-exists");
    assertThat(
            api.get(ACCOUNTS + "/strict/tokens/01981c8e-7a00-7000-8000-000000000001").at("/code"))
        .isEqualTo("no-such-token");
  }

  @Test
  void aTokenThatHasExpiredKeepsNobodyFromItsName() {
    account("renewed", "");
    Answer old = token("renewed", ", \"expires_in_seconds\": 3600");
    jdbc.sql("update access_token set expires_at = created_at - interval '1 s' where name = ?")
        .param(old.at("/name"))
        .update();
    assertThat(token("renewed", "").status()).isEqualTo(201);
    assertThat(api.get(old.header("Location")).json().has("revoked_at")).isTrue();
  }

  @Test
  void theLastUseIsKnownToTheMinuteAndCostsNoWriteEachTime() {
    account("busy", "");
    Answer made = token("busy", "");
    assertThat(api.get(made.header("Location")).json().has("last_used_at")).isFalse();
    as(made.at("/token"), "GET", "/v1/me", null);
    assertThat(api.get(made.header("Location")).at("/last_used_at"))
        .isEqualTo(ApiServer.NOW.toString());
    String row = "select xmin::text from access_token where id = '%s'".formatted(made.at("/id"));
    String before = jdbc.sql(row).query(String.class).single();
    as(made.at("/token"), "GET", "/v1/me", null);
    assertThat(jdbc.sql(row).query(String.class).single()).isEqualTo(before);
  }

  @Test
  void theAdminIsToldWhoTheyAreToo() {
    Answer me = api.get("/v1/me");
    assertThat(me.at("/kind")).isEqualTo("ADMIN_TOKEN");
    assertThat(me.at("/grants/0/environment")).isEqualTo("*");
    assertThat(api.get(ACCOUNTS + "?page_size=1").status()).isEqualTo(200);
  }

  private void account(String name, String grants) {
    Answer made =
        api.post(ACCOUNTS, "{\"name\": \"%s\", \"grants\": [%s]}".formatted(name, grants));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
  }

  private Answer token(String account, String more) {
    return api.post(
        ACCOUNTS + "/" + account + "/tokens",
        "{\"name\": \"%s\"%s}".formatted(more.contains("VIEWER") ? "narrowed" : "t", more));
  }

  private Answer patch(String account, String change) {
    String path = ACCOUNTS + "/" + account;
    return api.patch(path, api.get(path).header("ETag"), change);
  }

  private Answer admin(String method, String path, @Nullable String body) {
    return as(ApiServer.TOKEN, method, path, body);
  }

  private Answer as(String token, String method, String path, @Nullable String body) {
    return api.send(method, path, body, "Authorization", "Bearer " + token);
  }

  private List<String> types(String account) {
    return ofAccount(account).map(Fact::type).toList();
  }

  private Stream<Fact> ofAccount(String account) {
    return api.facts().stream().filter(fact -> fact.subject().equals("service-account:" + account));
  }
}
