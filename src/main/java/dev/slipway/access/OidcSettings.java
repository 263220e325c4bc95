package dev.slipway.access;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in besides the holders of Slipway's own tokens, {@code slipway.access.*}.
 *
 * @param oidc the identity providers by the name that their callers' names begin with
 * @param sessionLifetime how long a browser's session lasts at most
 * @param failuresPerMinute how many tokens that are nobody's an address may show in a minute
 */
@ConfigurationProperties("slipway.access")
record OidcSettings(
    @DefaultValue Map<String, OidcProvider> oidc,
    @DefaultValue("8h") Duration sessionLifetime,
    @DefaultValue("30") int failuresPerMinute) {

  OidcSettings {
    oidc = Map.copyOf(oidc);
    if (failuresPerMinute < 1) {
      throw new IllegalArgumentException("slipway.access.failures-per-minute must be at least 1.");
    }
    Set<URI> issuers = new HashSet<>();
    oidc.forEach((name, provider) -> {
      provider.check(name);
      if (!issuers.add(provider.issuer())) {
        throw new IllegalArgumentException(
            "slipway.access.oidc: two providers have the issuer %s; one of them has to go."
                .formatted(provider.issuer()));
      }
    });
  }

  /** Whether anybody can log in. */
  boolean hasLogin() {
    return oidc.values().stream().anyMatch(provider -> provider.login() != null);
  }
}
