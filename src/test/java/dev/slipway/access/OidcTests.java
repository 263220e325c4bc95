package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.slipway.base.WallClock;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Browser;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.IdentityProvider;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** Tokens and logins of an identity provider that runs beside Slipway. */
@Conforming
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTests {

  private static final JsonMapper JSON = new JsonMapper();

  private final IdentityProvider provider = IdentityProvider.start();
  private final ApiServer api = ApiServer.start(settings(provider.issuer()));

  OidcTests() {
    provider.knows(api.origin());
  }

  @AfterAll
  void stop() {
    api.close();
    provider.close();
  }

  private static Map<String, Object> settings(String issuer) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("slipway.admin-token", ApiServer.TOKEN);
    settings.put(ApiServer.REAL_TIME, "true");
    String company = "slipway.access.oidc.company.";
    settings.put(company + "issuer", issuer);
    settings.put(company + "audience", "slipway");
    grant(settings, company + "grants[0]", "fraud-developers", "deployer", "dev");
    grant(settings, company + "grants[1]", "pipelines", "deployer", "dev");
    grant(settings, company + "grants[2]", "admins", "admin", "*");
    settings.put(company + "login.client-id", IdentityProvider.CLIENT);
    settings.put(company + "login.client-secret", IdentityProvider.SECRET);
    settings.put(company + "login.scopes", "openid,profile");
    return settings;
  }

  private static void grant(
      Map<String, Object> settings, String at, String group, String role, String environment) {
    settings.put(at + ".group", group);
    settings.put(at + ".role", role);
    settings.put(at + ".environment", environment);
  }

  @Test
  void aPipelineIsKnownByTheProvidersToken() {
    String token = fetch(IdentityProvider.PIPELINE);
    Answer me = as(token, "GET", "/v1/me", null);
    assertThat(me.status()).as(me.http().body()).isEqualTo(200);
    assertThat(me.at("/name")).isEqualTo("company:" + IdentityProvider.PIPELINE);
    assertThat(me.at("/kind")).isEqualTo("USER");
    assertThat(me.at("/expires_at")).isNotEmpty();
    assertThat(as(token, "POST", "/v1/models", "{\"name\": \"by-pipeline\"}").status())
        .isEqualTo(201);
  }

  @Test
  void aDeployerOfDevIsRefusedInProd() {
    String token = fetch(IdentityProvider.PIPELINE);
    assertThat(as(token, "GET", "/v1/environments/dev", null).at("/code"))
        .isEqualTo("no-such-environment");
    Answer refused = as(token, "GET", "/v1/environments/prod", null);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail")).contains("viewer in the environment prod");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    assertRefused(fetch(IdentityProvider.STRANGER), "another audience");
    assertRefused(provider.signed(claims().audience("another").build()), "another audience");
    assertRefused(
        provider.signed(new JWTClaimsSet.Builder(claims().build()).audience("").build()),
        "another audience");
  }

  @Test
  void anExpiredTokenIsRefusedAndSoIsOneThatNeverExpires() {
    Instant past = WallClock.system().now().minusSeconds(120);
    assertRefused(provider.signed(claims().expirationTime(Date.from(past)).build()), "expired");
    assertRefused(provider.signed(claims().expirationTime(null).build()), "not valid");
  }

  @Test
  void oneThatIsNotValidYetIsRefusedInTheSameWordsWheneverItWillBe() {
    Instant later = WallClock.system().now().plusSeconds(600);
    assertRefused(
        provider.signed(claims().notBeforeTime(Date.from(later)).build()),
        "The token is not accepted. It is not valid yet.");
  }

  @Test
  void aSignatureThatIsNotTheProvidersIsRefused() {
    assertRefused(provider.forged(claims().build()), "signature");
    String unsigned =
        base64("{\"alg\":\"none\"}") + "." + base64(claims().build().toString()) + ".AA";
    assertThat(as(unsigned, "GET", "/v1/me", null).status()).isEqualTo(401);
  }

  @Test
  void aTokenOfAnUnknownIssuerIsRefused() {
    assertRefused(
        provider.signed(claims().issuer("http://localhost:1").build()), "Its issuer is none");
  }

  @Test
  void aTokenThatNamesNobodyIsRefused() {
    assertRefused(provider.signed(claims().subject(null).build()), "names nobody");
  }

  @Test
  void whoeverBelongsToNoGroupIsKnownAndMayNothing() {
    String token = provider.signed(claims().claim("groups", "none-of-these").build());
    assertThat(as(token, "GET", "/v1/me", null).json().at("/grants").isEmpty()).isTrue();
    assertThat(as(token, "GET", "/v1/models", null).status()).isEqualTo(403);
  }

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
      assertThat(form.uri().getPort()).isNotEqualTo(java.net.URI.create(api.origin()).getPort());
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

  @Test
  void anEmailNamesNobodyBeforeTheProviderHasVerifiedIt() {
    Map<String, Object> settings = settings(provider.issuer());
    settings.put("slipway.access.oidc.company.name-claim", "email");
    JWTClaimsSet.Builder claims = claims().claim("email", "ada@example.com");
    String unsaid = provider.signed(claims.build());
    String unverified = provider.signed(claims.claim("email_verified", false).build());
    String verified = provider.signed(claims.claim("email_verified", true).build());
    try (ApiServer strict = ApiServer.start(settings)) {
      for (String token : new String[] {unsaid, unverified}) {
        Answer refused = me(strict, token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.at("/detail")).contains("email_verified");
      }
      assertThat(me(strict, verified).at("/name")).isEqualTo("company:ada@example.com");
    }
    settings.put("slipway.access.oidc.company.allow-unverified-email", "true");
    try (ApiServer lenient = ApiServer.start(settings)) {
      assertThat(me(lenient, unsaid).at("/name")).isEqualTo("company:ada@example.com");
    }
  }

  @Test
  void whileTheProviderIsDownItsTokensAreAskedForAgain() {
    String nobody = "http://127.0.0.1:1";
    String token = provider.signed(claims().issuer(nobody).build());
    Map<String, Object> settings = settings(provider.issuer());
    settings.keySet().removeIf(key -> key.contains(".login."));
    settings.put("slipway.access.oidc.company.issuer", nobody);
    try (ApiServer server = ApiServer.start(settings)) {
      for (int i = 0; i < 2; i++) {
        Answer unavailable = me(server, token);
        assertThat(unavailable.status()).as(unavailable.http().body()).isEqualTo(503);
        assertThat(unavailable.at("/code")).isEqualTo("identity-provider-unavailable");
        assertThat(unavailable.header("Retry-After")).isNotEmpty();
      }
    }
  }

  private static Answer me(ApiServer server, String token) {
    return server.send("GET", "/v1/me", null, "Authorization", "Bearer " + token);
  }

  private HttpResponse<String> login(Browser browser, String who) {
    HttpResponse<String> form = browser.get(api.origin() + "/login");
    assertThat(form.uri().toString()).startsWith(provider.issuer());
    return browser.submit(form, Map.of("username", who, "password", IdentityProvider.PASSWORD));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(provider.issuer())
        .audience("slipway")
        .subject("carl")
        .claim("groups", "admins")
        .expirationTime(Date.from(WallClock.system().now().plusSeconds(300)));
  }

  /** With the program's own name and secret (client credentials, RFC 6749, section 4.4). */
  private String fetch(String program) {
    try (Browser client = new Browser()) {
      String secret = program + ":" + program + IdentityProvider.SECRET;
      HttpResponse<String> answer =
          client.send(
              "POST",
              provider.issuer() + "/oauth2/token",
              "grant_type=client_credentials",
              "Content-Type",
              "application/x-www-form-urlencoded",
              "Authorization",
              "Basic "
                  + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body()).at("/access_token").asString();
    }
  }

  private void assertRefused(String token, String why) {
    Answer answer = as(token, "GET", "/v1/me", null);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(401);
    assertThat(answer.at("/detail")).contains(why);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private Answer as(
      String token, String method, String path, @org.jspecify.annotations.Nullable String body) {
    return api.send(method, path, body, "Authorization", "Bearer " + token);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
