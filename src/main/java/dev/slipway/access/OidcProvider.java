package dev.slipway.access;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An identity provider whose tokens and logins count, {@code slipway.access.oidc.<name>.*}.
 *
 * @param issuer its issuer identifier (OpenID Connect Discovery 1.0), exactly as in its tokens
 * @param audience what its tokens must name among their audiences
 * @param nameClaim the claim that tells callers apart for good
 * @param allowUnverifiedEmail whether an {@code email} names somebody that the provider has not
 *     verified; only where its users cannot choose it themselves
 * @param groupsClaim the claim that holds one group or several; dots lead into objects
 * @param grants what members of a group may do where
 * @param login how people log in to the dashboard; absent where only tokens are taken
 */
record OidcProvider(
    URI issuer,
    String audience,
    @DefaultValue("sub") String nameClaim,
    @DefaultValue("false") boolean allowUnverifiedEmail,
    @DefaultValue("groups") String groupsClaim,
    @DefaultValue List<GroupGrant> grants,
    @Nullable Login login) {

  /** Names that a provider cannot have, since other kinds of callers have them. */
  private static final List<String> TAKEN = List.of("token", "service-account", "slipway", "demo");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");

  /** What the members of a group may do, {@code *} standing for all environments. */
  record GroupGrant(String group, Role role, String environment) {

    StatedGrant grant() {
      return new StatedGrant(role, environment);
    }
  }

  /**
   * Slipway as the provider's client.
   *
   * @param clientSecret absent for a public client, which PKCE alone protects
   */
  record Login(
      String clientId,
      @Nullable String clientSecret,
      @DefaultValue({"openid", "profile", "email"}) List<String> scopes) {}

  /**
   * Refuses settings that make no sense.
   *
   * @throws IllegalArgumentException with a sentence that names the property
   */
  void check(String name) {
    String at = "slipway.access.oidc." + name;
    require(
        NAME.matcher(name).matches() && !TAKEN.contains(name),
        at + ": a provider's name has letters, digits and hyphens, and is none of " + TAKEN);
    String scheme = String.valueOf(issuer.getScheme());
    String host = String.valueOf(issuer.getHost());
    require(
        scheme.equals("https") || (scheme.equals("http") && LOOPBACK.matcher(host).matches()),
        at + ".issuer must begin with https://, as the provider's own configuration has it");
    require(
        !audience.isBlank(), at + ".audience must say whom the provider's tokens are meant for");
    for (GroupGrant grant : grants) {
      require(!grant.group().isBlank(), at + ".grants: group must not be empty");
      require(
          grant.grant().isPossible(),
          at + ".grants: environment is a name, or * for all environments");
    }
    require(
        login == null || (!login.clientId().isBlank() && login.scopes().contains("openid")),
        at + ".login needs a client-id, and openid among its scopes");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence + ".");
    }
  }
}
