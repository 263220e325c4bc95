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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens of an identity provider: which are taken, and what whoever has one may do. */
@Conforming
final class OidcTokenTests extends OidcStage {

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

  private Answer as(String token, String method, String path, @Nullable String body) {
    return api.send(method, path, body, "Authorization", "Bearer " + token);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
