package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions that are exchanged for tokens. */
@Conforming
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTests {

  @AutoClose
  private final ApiServer api =
      ApiServer.start(
          Map.of(
              "slipway.admin-token", ApiServer.TOKEN, "slipway.web.trusted-proxies", "127.0.0.1"));

  @Test
  void aTokensSessionMayWhatTheTokenMay() {
    Answer opened = api.post("/v1/session", "");
    assertThat(opened.status()).as(opened.http().body()).isEqualTo(201);
    assertThat(opened.header("Set-Cookie"))
        .contains("slipway-session=sls_", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800");
    String cookie = cookie(opened);
    assertThat(api.send("GET", "/v1/me", null, "Cookie", cookie).at("/name"))
        .isEqualTo("token:admin");
    Answer read = api.send("GET", "/v1/session", null, "Cookie", cookie);
    assertThat(read.at("/csrf_token")).isEqualTo(opened.at("/csrf_token"));
    assertThat(read.at("/expires_at")).isEqualTo(opened.at("/expires_at"));
  }

  @Test
  void aPageIsToldWhereApplicationsSendPredictions() {
    assertThat(api.post("/v1/session", "").json().has("proxy_url")).isFalse();

    Map<String, Object> known = new HashMap<>(Map.of("local.proxy.port", "4242"));
    var sources = api.bean(ConfigurableEnvironment.class).getPropertySources();
    sources.addFirst(new MapPropertySource("proxy", known));
    try {
      assertThat(api.post("/v1/session", "").at("/proxy_url")).isEqualTo("http://127.0.0.1:4242");
      known.put("slipway.proxy.url", "https://predict.example.com");
      Answer opened = api.post("/v1/session", "");
      assertThat(opened.at("/proxy_url")).isEqualTo("https://predict.example.com");
      assertThat(api.send("GET", "/v1/session", null, "Cookie", cookie(opened)).at("/proxy_url"))
          .isEqualTo("https://predict.example.com");
      known.put("slipway.proxy.url", " https://predict.example.com/models// ");
      assertThat(api.post("/v1/session", "").at("/proxy_url"))
          .as("an address to which paths are added")
          .isEqualTo("https://predict.example.com/models");
    } finally {
      sources.remove("proxy");
    }
  }

  @Test
  void overHttpsTheCookieStaysThere() {
    Answer opened =
        api.send(
            "POST",
            "/v1/session",
            null,
            "Authorization",
            "Bearer " + ApiServer.TOKEN,
            "X-Forwarded-Proto",
            "https");
    assertThat(opened.header("Set-Cookie")).contains("Secure");
    assertThat(opened.header("Strict-Transport-Security")).contains("max-age");
  }

  @Test
  void whatChangesSomethingNeedsTheSessionsCsrfToken() {
    Answer opened = api.post("/v1/session", "");
    String cookie = cookie(opened);
    String model = "{\"name\": \"by-session\"}";
    Answer without = api.send("POST", "/v1/models", model, "Cookie", cookie);
    assertThat(without.status()).isEqualTo(403);
    assertThat(without.at("/code")).isEqualTo("csrf-token-missing");
    assertThat(
            api.send("POST", "/v1/models", model, "Cookie", cookie, "X-CSRF-Token", "guess")
                .status())
        .isEqualTo(403);
    assertThat(
            api.send(
                    "POST",
                    "/v1/models",
                    model,
                    "Cookie",
                    cookie,
                    "X-CSRF-Token",
                    opened.at("/csrf_token"))
                .status())
        .isEqualTo(201);
  }

  @Test
  void theSessionOfARevokedTokenIsOver() {
    api.post("/v1/service-accounts", "{\"name\": \"page\"}");
    Answer token = api.post("/v1/service-accounts/page/tokens", "{\"name\": \"t\"}");
    Answer opened =
        api.send("POST", "/v1/session", null, "Authorization", "Bearer " + token.at("/token"));
    String cookie = cookie(opened);
    assertThat(api.send("GET", "/v1/me", null, "Cookie", cookie).at("/display_name"))
        .isEqualTo("page");
    api.send(
        "DELETE", token.header("Location"), null, "Authorization", "Bearer " + ApiServer.TOKEN);
    assertThat(api.send("GET", "/v1/me", null, "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void aSessionEndsByItselfAndWhenItsBrowserLogsOut() {
    String lapsed = cookie(api.post("/v1/session", ""));
    api.bean(JdbcClient.class)
        .sql("update session set expires_at = ?")
        .param(java.sql.Timestamp.from(ApiServer.NOW))
        .update();
    assertThat(api.send("GET", "/v1/me", null, "Cookie", lapsed).status()).isEqualTo(401);

    Answer opened = api.post("/v1/session", "");
    Answer closed =
        api.send(
            "DELETE",
            "/v1/session",
            null,
            "Cookie",
            cookie(opened),
            "X-CSRF-Token",
            opened.at("/csrf_token"));
    assertThat(closed.status()).isEqualTo(204);
    assertThat(closed.header("Set-Cookie")).contains("slipway-session=;", "Max-Age=0");
    assertThat(api.send("GET", "/v1/me", null, "Cookie", cookie(opened)).status()).isEqualTo(401);
  }

  @Test
  void aCallerWithATokenHasNoSession() {
    assertThat(api.get("/v1/session").at("/code")).isEqualTo("no-session");
    String cookie = cookie(api.post("/v1/session", ""));
    Answer again =
        api.send(
            "POST",
            "/v1/session",
            null,
            "Cookie",
            cookie,
            "X-CSRF-Token",
            api.send("GET", "/v1/session", null, "Cookie", cookie).at("/csrf_token"));
    assertThat(again.at("/code")).isEqualTo("session-needs-a-token");
  }

  @Test
  void whereNobodyCanLogInTheLoginSaysSo() {
    assertThat(api.send("GET", "/login", null).at("/code")).isEqualTo("no-login");
  }

  private static String cookie(Answer opened) {
    return opened.header("Set-Cookie").replaceFirst(";.*", "");
  }
}
