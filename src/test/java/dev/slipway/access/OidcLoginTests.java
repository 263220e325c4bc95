package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Browser;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.IdentityProvider;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People who log in at an identity provider, and their sessions. */
@Conforming
final class OidcLoginTests extends OidcStage {

  @Test
  void aPersonLogsInAndTheSessionDoesWhatTheirGroupsMay() {
    try (Browser browser = new Browser()) {
      HttpResponse<String> home = login(browser, "ada");
      assertThat(home.uri().toString()).isEqualTo(api.origin() + "/");
      assertThat(home.statusCode()).isEqualTo(200);

      HttpResponse<String> me = browser.get(api.origin() + "/v1/me");
      assertThat(JSON.readTree(me.body()).at("/name").asString()).isEqualTo("company:ada");
      assertThat(browser.get(api.origin() + "/v1/environments/dev").statusCode()).isEqualTo(404);
      assertThat(browser.get(api.origin() + "/v1/environments/prod").statusCode()).isEqualTo(403);
      assertThat(browser.get(api.origin() + "/v1/service-accounts").statusCode()).isEqualTo(403);
      assertThat(browser.cookies())
          .filteredOn(cookie -> cookie.getName().equals("slipway-session"))
          .singleElement()
          .matches(cookie -> cookie.isHttpOnly());
    }
  }

  @Test
  void aSessionChangesNothingWithoutItsCsrfTokenAndEndsForGood() {
    try (Browser browser = new Browser()) {
      login(browser, "ada");
      String models = api.origin() + "/v1/models";
      String body = "{\"name\": \"by-ada\"}";
      HttpResponse<String> without =
          browser.send("POST", models, body, "Content-Type", "application/json");
      assertThat(without.statusCode()).isEqualTo(403);
      assertThat(without.body()).contains("csrf-token-missing");

      String session = api.origin() + "/v1/session";
      String csrf = JSON.readTree(browser.get(session).body()).at("/csrf_token").asString();
      String[] with = {"Content-Type", "application/json", "X-CSRF-Token", csrf};
      assertThat(browser.send("POST", models, body, with).statusCode()).isEqualTo(201);

      assertThat(browser.send("DELETE", session, null, "X-CSRF-Token", csrf).statusCode())
          .isEqualTo(204);
      assertThat(browser.get(api.origin() + "/v1/me").statusCode()).isEqualTo(401);
      assertThat(api.facts())
          .filteredOn(fact -> fact.subject().equals("company:ada"))
          .extracting(fact -> fact.type())
          .contains("session.opened", "session.closed");
    }
  }

  @Test
  void whoeverComesBackWithAnothersLoginIsNotLetIn() {
    try (Browser ada = new Browser();
        Browser other = new Browser()) {
      HttpResponse<String> form = ada.get(api.origin() + "/login");
      assertThat(form.uri().getPort()).isNotEqualTo(URI.create(api.origin()).getPort());
      String callback = api.origin() + "/login/oauth2/code/company?code=stolen&state=guessed";
      HttpResponse<String> refused = other.get(callback);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("login-failed");
      assertThat(other.cookies()).noneMatch(cookie -> cookie.getName().equals("slipway-session"));
    }
  }

  @Test
  void whoeverKeepsComingBackWithoutALoginHasToWait() {
    Map<String, Object> settings = settings(provider.issuer());
    settings.put("slipway.access.failures-per-minute", "5");
    // Time stands still, in which attempts would be regained.
    settings.remove(ApiServer.REAL_TIME);
    try (ApiServer few = ApiServer.start(settings);
        Browser browser = new Browser()) {
      String callback = few.origin() + "/login/oauth2/code/company?state=guessed&code=";
      for (int i = 0; i < 5; i++) {
        assertThat(browser.get(callback + i).statusCode()).isEqualTo(401);
      }
      HttpResponse<String> limited = browser.get(callback + "another");
      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.body()).contains("too-many-failures");
    }
  }

  private HttpResponse<String> login(Browser browser, String who) {
    HttpResponse<String> form = browser.get(api.origin() + "/login");
    assertThat(form.uri().toString()).startsWith(provider.issuer());
    return browser.submit(form, Map.of("username", who, "password", IdentityProvider.PASSWORD));
  }
}
