package dev.slipway.access;

import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  /** The least length of a token: shorter tokens can be guessed. */
  static final int MINIMUM_LENGTH = 20;

  private static final int MAXIMUM_LENGTH = 512;
  private static final Pattern B64_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final LastUse lastUse;

  Tokens(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.lastUse = new LastUse(jdbc, "access_token");
  }

  /**
   * Whose token this is. One query by a unique index, and once a minute a write.
   *
   * @param bearer the token without the word {@code Bearer}
   * @return empty when nobody has it, it has expired or was revoked, or its account is disabled
   */
  public Optional<Principal> find(String bearer) {
    if (!isWellFormed(bearer)) {
      return Optional.empty();
    }
    return find("hash", TokenValue.hash(bearer));
  }

  /** Whose token the one of this id is, for a caller who has shown the token before. */
  Optional<Principal> byId(UUID id) {
    return find("id", id);
  }

  /** The id of a token of Slipway's own; empty for any other token. */
  Optional<UUID> id(String bearer) {
    return jdbc.sql("select id from access_token where hash = ?")
        .param(TokenValue.hash(bearer))
        .query(UUID.class)
        .optional();
  }

  private Optional<Principal> find(String column, Object value) {
    Instant now = clock.now();
    Optional<Held> held =
        jdbc.sql(
                """
                select t.id, t.name, t.scopes::text as scopes, t.expires_at, t.last_used_at,
                       a.name as account, a.grants::text as grants
                from access_token t left join service_account a on a.id = t.service_account_id
                where t.%s = ? and t.revoked_at is null
                  and (t.expires_at is null or t.expires_at > ?)
                  and (a.id is null or not a.disabled and a.retired_at is null)
                """
                    .formatted(column))
            .params(value, Timestamps.utc(now))
            .query(Tokens::held)
            .optional();
    held.ifPresent(token -> lastUse.note(token.id(), token.lastUsedAt(), now));
    return held.map(Held::principal);
  }

  /** What the table says of a token. */
  private record Held(UUID id, @Nullable Instant lastUsedAt, Principal principal) {}

  private static Held held(ResultSet row, int number) throws SQLException {
    Instant until = Timestamps.readIfAny(row, "expires_at");
    String account = row.getString("account");
    return new Held(
        row.getObject("id", UUID.class),
        Timestamps.readIfAny(row, "last_used_at"),
        account == null
            ? operator(row.getString("name"), until)
            : ServiceAccount.principal(account, GrantList.permissions(row), until));
  }

  /** The caller of a token that belongs to no service account: the operator. */
  private static Principal operator(String name, @Nullable Instant until) {
    return new Principal("token:" + name, Principal.Kind.ADMIN_TOKEN, name, Permissions.ALL, until);
  }

  /**
   * Makes this token the admin's only one: a token that was configured before is revoked. Doing it
   * again changes nothing.
   *
   * @return how the token begins that was the admin's until now, if another was
   * @throws IllegalArgumentException when it is too short or is no token by RFC 6750
   */
  public Optional<String> ensureAdmin(String token) {
    if (!isWellFormed(token) || token.length() < MINIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "The admin token must have %d to %d characters out of A-Z a-z 0-9 - . _ ~ + / and be random; openssl rand -hex 32 makes one."
              .formatted(MINIMUM_LENGTH, MAXIMUM_LENGTH));
    }
    List<@Nullable String> before =
        jdbc.sql(
                """
                with admin as (
                  insert into access_token (id, name, prefix, hash, created_at)
                  values (:id, :name, :prefix, :hash, :now)
                  on conflict (hash) do update set revoked_at = null)
                update access_token set revoked_at = :now
                where name = :name and hash <> :hash and revoked_at is null
                  and service_account_id is null
                returning prefix
                """)
            .param("id", Ids.next())
            .param("name", ADMIN)
            .param("prefix", beginning(token))
            .param("hash", TokenValue.hash(token))
            .param("now", Timestamps.utc(clock.now()))
            .query(String.class)
            .list();
    return before.isEmpty() ? Optional.empty() : Optional.ofNullable(before.getFirst());
  }

  /** As much of a token as may be shown. */
  static String beginning(String token) {
    return token.substring(0, token.length() < 40 ? 4 : 12);
  }

  /** Whether anybody at all could be let in. */
  boolean exist() {
    return jdbc.sql("select exists (select from access_token where revoked_at is null)")
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether a token can be valid. A token that begins as Slipway's own do must also check as they
   * do; the operator's token may be any word.
   */
  private static boolean isWellFormed(String token) {
    return token.startsWith(TokenValue.PREFIX)
        ? TokenValue.isPossible(token, TokenValue.PREFIX)
        : token.length() <= MAXIMUM_LENGTH && B64_TOKEN.matcher(token).matches();
  }
}
