package dev.slipway.access;

import dev.slipway.base.Ids;
import dev.slipway.base.WallClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The bearer tokens (RFC 6750) by which callers are known. Only a token's SHA-256 is stored, and
 * tokens are looked up by it, so neither a copy of the table nor the time that an answer takes
 * tells anything about a token. They are long random words; a slow, salted hash would add nothing.
 */
@Component
public class Tokens {

  /** What the configured first token is called. */
  static final String ADMIN = "admin";

  /** Shorter ones can be guessed. */
  static final int MINIMUM_LENGTH = 20;

  private static final int MAXIMUM_LENGTH = 512;
  private static final Pattern B64_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final JdbcClient jdbc;
  private final WallClock clock;

  Tokens(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Whose token this is. One query by a unique index.
   *
   * @param bearer the token without the word {@code Bearer}
   * @return empty when nobody has it, or it was revoked
   */
  public Optional<Principal> find(String bearer) {
    if (!isWellFormed(bearer)) {
      return Optional.empty();
    }
    return jdbc.sql("select name from access_token where hash = ? and revoked_at is null")
        .param(hash(bearer))
        .query(String.class)
        .optional()
        .map(Tokens::admin);
  }

  /**
   * Makes this the admin's token, and the only one: one that was configured before is revoked.
   * Doing it again changes nothing.
   *
   * @throws IllegalArgumentException when it is too short or is no token by RFC 6750
   */
  public void ensureAdmin(String token) {
    if (!isWellFormed(token) || token.length() < MINIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "The admin token must have %d to %d characters out of A-Z a-z 0-9 - . _ ~ + / and be random; openssl rand -hex 32 makes one."
              .formatted(MINIMUM_LENGTH, MAXIMUM_LENGTH));
    }
    jdbc.sql(
            """
            with admin as (
              insert into access_token (id, name, prefix, hash, created_at)
              values (:id, :name, :prefix, :hash, :now)
              on conflict (hash) do update set revoked_at = null)
            update access_token set revoked_at = :now
            where name = :name and hash <> :hash and revoked_at is null
            """)
        .param("id", Ids.next())
        .param("name", ADMIN)
        .param("prefix", token.substring(0, token.length() < 40 ? 4 : 12))
        .param("hash", hash(token))
        .param("now", clock.now().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Every token so far is the operator's. */
  private static Principal admin(String name) {
    return new Principal("token:" + name, Principal.Kind.ADMIN_TOKEN, name, Permissions.ALL);
  }

  /** Whether anybody at all could be let in. */
  boolean exist() {
    return jdbc.sql("select exists (select from access_token where revoked_at is null)")
        .query(Boolean.class)
        .single();
  }

  private static boolean isWellFormed(String token) {
    return token.length() <= MAXIMUM_LENGTH && B64_TOKEN.matcher(token).matches();
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
