package dev.slipway.access;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.secret.Seal;
import dev.slipway.secret.UnusableKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The access keys with their secrets, with which signatures are verified. */
@Component
public class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final Seal seal;
  private final LastUse lastUse;

  SigningKeys(JdbcClient jdbc, WallClock clock, Seal seal) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.seal = seal;
    this.lastUse = new LastUse(jdbc, "access_key");
  }

  /** What the table says of a key. */
  private record Held(UUID id, @Nullable Instant lastUsedAt, Principal principal, String sealed) {}

  /**
   * The access key of this id. One query by a unique index; noting its use is a write once a
   * minute.
   *
   * @return empty when there is none, it has expired or was revoked, or its account is disabled
   */
  public Optional<SigningKey> find(String accessKeyId) {
    if (!AccessKeyId.isPossible(accessKeyId)) {
      return Optional.empty();
    }
    Instant now = clock.now();
    Optional<Held> held =
        jdbc.sql(
                """
                select k.id, k.secret, k.scopes::text as scopes, k.expires_at, k.last_used_at,
                       a.name as account, a.grants::text as grants
                from access_key k join service_account a on a.id = k.service_account_id
                where k.access_key_id = ? and k.revoked_at is null
                  and (k.expires_at is null or k.expires_at > ?)
                  and not a.disabled and a.retired_at is null
                """)
            .params(accessKeyId, Timestamps.utc(now))
            .query(SigningKeys::held)
            .optional();
    return held.flatMap(this::opened);
  }

  /**
   * The key with its secret opened. A secret that does not open concerns its holder alone: all
   * other keys still work.
   */
  private Optional<SigningKey> opened(Held held) {
    try {
      return Optional.of(
          new SigningKey(
              held.principal,
              seal.open(held.sealed, AccessKeys.COLUMN.place(held.id)),
              lastUse.of(held.id, held.lastUsedAt, clock)));
    } catch (UnusableKeys | IllegalArgumentException e) {
      LOG.error("An access key of {} cannot be opened", held.principal.name(), e);
      return Optional.empty();
    }
  }

  private static Held held(ResultSet row, int number) throws SQLException {
    return new Held(
        row.getObject("id", UUID.class),
        Timestamps.readIfAny(row, "last_used_at"),
        ServiceAccount.principal(
            row.getString("account"),
            GrantList.permissions(row),
            Timestamps.readIfAny(row, "expires_at")),
        row.getString("secret"));
  }
}
