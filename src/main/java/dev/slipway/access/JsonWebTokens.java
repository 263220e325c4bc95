package dev.slipway.access;

import com.nimbusds.jwt.JWTParser;
import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * Verifies bearer tokens that identity providers sign (RFC 7519), with the keys that the provider
 * publishes. The keys are fetched when they are first needed, so that no provider has to be up when
 * Slipway starts.
 */
@Component
class JsonWebTokens {

  private static final Logger LOG = LoggerFactory.getLogger(JsonWebTokens.class);

  /** How far the provider's clock may be from ours. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 8192;
  private static final String BEGINNING = "eyJ";
  private static final Pattern FORM = Pattern.compile(BEGINNING + "[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  private final Map<String, Verified> byIssuer = new HashMap<>();

  JsonWebTokens(OidcSettings settings, WallClock clock) {
    settings
        .oidc()
        .forEach((name, provider) ->
            byIssuer.put(
                provider.issuer().toString(),
                new Verified(name, provider, decoder(provider, clock))));
  }

  /** Knows no provider, so that every token is nobody's. */
  static JsonWebTokens none() {
    return new JsonWebTokens(
        new OidcSettings(Map.of(), Duration.ofHours(1), 1), WallClock.system());
  }

  private record Verified(String name, OidcProvider provider, JwtDecoder decoder) {}

  /** Whether a token has the form of a signed one, and any provider is configured. */
  boolean recognises(String bearer) {
    // This is asked for each prediction, and most predictions have a token of Slipway's own.
    return !byIssuer.isEmpty()
        && bearer.startsWith(BEGINNING)
        && bearer.length() <= LONGEST
        && FORM.matcher(bearer).matches();
  }

  /**
   * Whose token it is.
   *
   * @throws Failure.Unauthenticated when it is nobody's, with the reason
   * @throws Failure.Unavailable when the provider's keys cannot be had
   */
  Principal principal(String token) {
    Verified by = byIssuer.get(issuer(token));
    if (by == null) {
      throw refused("Its issuer is none of those that are configured.");
    }
    Jwt jwt = verified(token, by);
    return Claims.of(by.name(), by.provider(), jwt.getClaims())
        .principal(by.provider(), jwt.getExpiresAt());
  }

  private static Jwt verified(String token, Verified by) {
    try {
      return by.decoder().decode(token);
    } catch (JwtValidationException e) {
      throw refused(sentence(e));
    } catch (BadJwtException e) {
      throw refused("Its signature is not one of the issuer's.");
    } catch (JwtException | JwtDecoderInitializationException e) {
      // The second kind of exception comes where the provider could not be asked at its first use.
      LOG.warn("The keys of the identity provider {} cannot be had", by.name(), e);
      throw new Failure.Unavailable(
          "identity-provider-unavailable",
          "The identity provider %s does not answer, so its tokens cannot be verified; ask again."
              .formatted(by.name()));
    }
  }

  private static String sentence(JwtValidationException invalid) {
    List<String> reasons = invalid.getErrors().stream().map(JsonWebTokens::reason).toList();
    if (reasons.stream().anyMatch(reason -> reason.contains("expired"))) {
      return "It has expired.";
    }
    // Like the one before it names a moment, of which each would be a sort of its own on record.
    if (reasons.stream().anyMatch(reason -> reason.contains("used before"))) {
      return "It is not valid yet.";
    }
    return reasons.stream().anyMatch(reason -> reason.contains("aud claim"))
        ? "It is meant for another audience."
        : "It is not valid: " + String.join("; ", reasons) + ".";
  }

  private static String reason(OAuth2Error error) {
    return String.valueOf(error.getDescription());
  }

  private static Failure refused(String why) {
    return new Failure.Unauthenticated("unauthenticated", "The token is not accepted. " + why);
  }

  private static @Nullable String issuer(String token) {
    try {
      return JWTParser.parse(token).getJWTClaimsSet().getIssuer();
    } catch (ParseException e) {
      throw refused("It cannot be read.");
    }
  }

  private static JwtDecoder decoder(OidcProvider provider, WallClock clock) {
    return new SupplierJwtDecoder(() -> {
      NimbusJwtDecoder decoder =
          NimbusJwtDecoder.withIssuerLocation(provider.issuer().toString())
              .restOperations(new RestTemplate(patience()))
              .validateType(false)
              .build();
      var times = new JwtTimestampValidator(SKEW);
      times.setClock(((InstantSource) clock::now).withZone(ZoneOffset.UTC));
      times.setAllowEmptyExpiryClaim(false);
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              times,
              new JwtIssuerValidator(provider.issuer().toString()),
              new JwtClaimValidator<List<String>>(
                  "aud",
                  audiences -> audiences != null && audiences.contains(provider.audience()))));
      return decoder;
    });
  }

  private static SimpleClientHttpRequestFactory patience() {
    var requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(PATIENCE);
    requests.setReadTimeout(PATIENCE);
    return requests;
  }
}
