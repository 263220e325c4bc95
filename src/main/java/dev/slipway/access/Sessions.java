package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.base.Json;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sessions of browsers. They lie in the database, so every process knows all of them, and a session
 * that is ended is ended everywhere. As with tokens, only the SHA-256 of the browser's value is
 * kept.
 *
 * <p>What a session may do is looked up with every request. A session that was begun with a token
 * may do what the token may. A session that was begun by a login may do what is granted to the
 * groups that the provider named at the login.
 */
@Component
class Sessions {

  private final JdbcClient jdbc;
  private final Tokens tokens;
  private final OidcSettings settings;
  private final WallClock clock;
  private final AccessFacts facts;

  Sessions(
      JdbcClient jdbc, Tokens tokens, OidcSettings settings, WallClock clock, AccessFacts facts) {
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.settings = settings;
    this.clock = clock;
    this.facts = facts;
  }

  /**
   * A session that has begun.
   *
   * @param value what the browser keeps
   */
  record Opened(String value, Instant expiresAt, Duration lifetime) {}

  /**
   * Exchanges a token of Slipway's own for a session, which ends when the token does.
   *
   * @throws Failure.Refused {@code session-needs-a-token} for every other token
   */
  @Transactional
  Opened open(String bearer, Principal caller) {
    UUID token =
        tokens
            .id(bearer)
            .orElseThrow(() ->
                new Failure.Refused(
                    "session-needs-a-token",
                    "Only Slipway's own tokens can be exchanged for a session; people log in."));
    return open(token, null, caller);
  }

  /** Begins the session of a person who has logged in. */
  @Transactional
  Opened open(Claims claims, Principal caller) {
    return open(null, Json.write(claims), caller);
  }

  private Opened open(@Nullable UUID token, @Nullable String claims, Principal caller) {
    String value = TokenValue.next(SessionCookie.PREFIX);
    Instant now = clock.now();
    Instant longest = now.plus(settings.sessionLifetime());
    Instant until = caller.until();
    Instant expires = token != null && until != null && until.isBefore(longest) ? until : longest;
    jdbc.sql("delete from session where expires_at < ?").param(Timestamps.utc(now)).update();
    jdbc.sql(
            """
            insert into session (hash, token_id, claims, created_at, expires_at)
            values (:hash, :token, :claims::jsonb, :now, :expires)
            """)
        .param("hash", TokenValue.hash(value))
        .param("token", token)
        .param("claims", claims)
        .param("now", Timestamps.utc(now))
        .param("expires", Timestamps.utc(expires))
        .update();
    facts.tell(
        caller.name(),
        "session.opened",
        caller.name(),
        caller.name() + (token == null ? " logged in." : " exchanged a token for a session."),
        Map.of("expires_at", expires.toString()));
    return new Opened(value, expires, Duration.between(now, expires));
  }

  /** Whose session this is; empty when the session is over, or its holder is no longer known. */
  Optional<Principal> find(String value) {
    Instant now = clock.now();
    return jdbc.sql(
            """
            select token_id, claims::text as claims, expires_at from session
            where hash = ? and expires_at > ?
            """)
        .params(TokenValue.hash(value), Timestamps.utc(now))
        .query(Sessions::row)
        .optional()
        .flatMap(this::principal);
  }

  private record Row(@Nullable UUID token, @Nullable String claims, Instant expiresAt) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("token_id", UUID.class),
        row.getString("claims"),
        Timestamps.read(row, "expires_at"));
  }

  private Optional<Principal> principal(Row row) {
    if (row.claims() == null) {
      return row.token() == null
          ? Optional.empty()
          : tokens.byId(row.token()).map(holder -> holder.until(row.expiresAt()));
    }
    Claims claims = Json.read(row.claims(), Claims.class);
    return Optional.ofNullable(settings.oidc().get(claims.provider()))
        .map(provider -> claims.principal(provider, row.expiresAt()));
  }

  /** Ends a session. */
  @Transactional
  void close(String value, Principal caller) {
    int ended =
        jdbc.sql("delete from session where hash = ?").param(TokenValue.hash(value)).update();
    if (ended == 1) {
      facts.tell(
          caller.name(), "session.closed", caller.name(), caller.name() + " logged out.", Map.of());
    }
  }
}
