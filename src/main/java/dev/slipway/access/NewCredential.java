package dev.slipway.access;

import dev.slipway.base.Violations;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token or an access key to be made.
 *
 * @param name what the credential is for, such as {@code github-actions}; unique among the
 *     account's valid credentials
 * @param scopes what the credential shall be good for, at most what the account was granted; left
 *     out for all of that
 * @param expiresInSeconds left out for never
 */
record NewCredential(
    String name, @Nullable List<StatedGrant> scopes, @Nullable Long expiresInSeconds) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}");
  private static final long SHORTEST = 60;
  private static final long LONGEST = Duration.ofDays(3650).toSeconds();

  void check() {
    var violations = new Violations();
    violations.require(
        NAME.matcher(name).matches(),
        "/name",
        "The name has 1 to 100 characters: letters, digits, spaces and . _ / -");
    StatedGrant.check(scopes, "/scopes", violations);
    violations.require(
        scopes == null || !scopes.isEmpty(),
        "/scopes",
        "One for nothing is of no use; leave scopes out for all that the account may do.");
    violations.require(
        expiresInSeconds == null || (expiresInSeconds >= SHORTEST && expiresInSeconds <= LONGEST),
        "/expires_in_seconds",
        "It is valid for %d to %d seconds; leave it out for one that does not expire."
            .formatted(SHORTEST, LONGEST));
    violations.orInvalid();
  }
}
