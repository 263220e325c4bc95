package dev.slipway.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Slipway as a client of each provider. A provider's own configuration (OpenID Connect Discovery)
 * is read at the first login, so that Slipway starts while the provider is down.
 */
final class LoginClients implements ClientRegistrationRepository {

  private final OidcSettings settings;
  private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();

  LoginClients(OidcSettings settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String name) {
    OidcProvider provider = settings.oidc().get(name);
    OidcProvider.Login login = provider == null ? null : provider.login();
    if (provider == null || login == null) {
      return null;
    }
    return known.computeIfAbsent(name, _ -> discover(name, provider, login));
  }

  private static ClientRegistration discover(
      String name, OidcProvider provider, OidcProvider.Login login) {
    ClientRegistration.Builder client =
        ClientRegistrations.fromOidcIssuerLocation(provider.issuer().toString())
            .registrationId(name)
            .clientId(login.clientId())
            .scope(login.scopes())
            .userNameAttributeName("sub")
            .clientSettings(
                ClientRegistration.ClientSettings.builder().requireProofKey(true).build());
    String secret = login.clientSecret();
    return secret == null || secret.isBlank()
        ? client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build()
        : client.clientSecret(secret).build();
  }
}
