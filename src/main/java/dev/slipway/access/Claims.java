package dev.slipway.access;

import dev.slipway.base.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider says about a person or a program.
 *
 * @param provider the provider's name
 * @param name unique with this provider
 * @param displayName what people call them
 * @param groups what they belong to
 */
record Claims(String provider, String name, String displayName, List<String> groups) {

  private static final String EMAIL = "email";
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,255}");

  /**
   * Reads the claims from a token whose signature was verified.
   *
   * @throws Failure.Unauthenticated when the token does not name anybody
   */
  static Claims of(String provider, OidcProvider settings, Map<String, Object> claims) {
    if (!(claims.get(settings.nameClaim()) instanceof String name)
        || !NAME.matcher(name).matches()) {
      throw new Failure.Unauthenticated(
          "unauthenticated",
          "The token names nobody: it has no usable claim \"%s\".".formatted(settings.nameClaim()));
    }
    if (settings.nameClaim().equals(EMAIL)
        && !settings.allowUnverifiedEmail()
        && !Boolean.parseBoolean(String.valueOf(claims.get(EMAIL + "_verified")))) {
      throw new Failure.Unauthenticated(
          "unauthenticated",
          "The token names nobody: the provider does not say that it has verified the e-mail"
              + " address (email_verified).");
    }
    String shown =
        claims.get("name") instanceof String text && NAME.matcher(text).matches() ? text : name;
    return new Claims(
        provider, name, shown, List.copyOf(words(at(claims, settings.groupsClaim()))));
  }

  /** The caller that these claims name, with what the settings grant to their groups now. */
  Principal principal(OidcProvider settings, @Nullable Instant until) {
    List<Grant> grants =
        settings.grants().stream()
            .filter(grant -> groups.contains(grant.group()))
            .map(grant -> grant.grant().toGrant())
            .distinct()
            .toList();
    return new Principal(
        provider + ":" + name,
        Principal.Kind.USER,
        displayName,
        new Permissions(grants, null),
        until);
  }

  /** The claim of this name, or what the dots in it lead to. */
  private static @Nullable Object at(Map<?, ?> claims, String path) {
    Object whole = claims.get(path);
    int dot = path.indexOf('.');
    if (whole != null || dot < 0) {
      return whole;
    }
    return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? at(inner, path.substring(dot + 1))
        : null;
  }

  private static Set<String> words(@Nullable Object claim) {
    Set<String> words = new LinkedHashSet<>();
    if (claim instanceof String word) {
      words.add(word);
    } else if (claim instanceof Collection<?> several) {
      several.forEach(one -> {
        if (one instanceof String word) {
          words.add(word);
        }
      });
    }
    return words;
  }
}
